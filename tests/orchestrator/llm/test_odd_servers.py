"""What compatible servers do differently, from a real socket, one network read after the other."""

import json

import pytest

from orchestrator.llm.interface import ToolRequest, Turn

from .conversation import Answer, answer, broken_answer, said
from .local_server import DONE, event, local_server, plain, streaming, text_event, tool_event

ASK = said("Hello")


async def read(connected, *pieces: bytes) -> Answer:
    async with local_server(streaming(*pieces)) as server:
        return await answer(connected(server.url), ASK)


async def fault_of(connected, respond) -> tuple[str, Exception]:
    async with local_server(respond) as server:
        return await broken_answer(connected(server.url), ASK)


def call(name: str = "", arguments: str | dict = "", **fields) -> dict:
    return {"function": {"name": name or None, "arguments": arguments}, **fields}


async def calls_from(connected, *deltas: dict) -> list[tuple[str, str]]:
    whole = await read(connected, *[tool_event(delta) for delta in deltas], text_event(None, "tool_calls"), DONE)
    ids = [request.id for request in whole.tool_requests]
    assert all(ids), "every call has an id"
    assert whole.end.finish_reason == "tool_calls"
    return [(request.name, request.arguments) for request in whole.tool_requests]


async def test_characters_split_between_network_reads_arrive_whole(connected):
    stream = text_event("Café ☕ ") + text_event("🎬 fin", "stop") + DONE

    whole = await read(connected, *[stream[place : place + 1] for place in range(len(stream))])

    assert whole.text == "Café ☕ 🎬 fin"


async def test_crlf_comments_null_content_and_empty_choices_are_no_trouble(connected):
    pieces = [
        b": keep-alive\r\n\r\n",
        text_event(None).replace(b"\n", b"\r\n"),
        text_event("Hi").replace(b"data: ", b"data:"),
        text_event("", "stop"),
        event(choices=[], usage={"prompt_tokens": 5, "completion_tokens": 2}),
        DONE,
    ]

    whole = await read(connected, *pieces)

    assert whole.pieces == ["Hi"]
    assert (whole.end.usage.input_tokens, whole.end.usage.output_tokens) == (5, 2)


async def test_a_stream_without_usage_or_done_is_complete_by_its_finish_reason(connected):
    whole = await read(connected, text_event("Hi"), text_event(None, "stop"))

    assert (whole.text, whole.end.finish_reason, whole.end.usage) == ("Hi", "stop", None)


async def test_arguments_in_pieces_are_put_together_by_index(connected):
    deltas = [
        call("set_title", "", index=0, id="a"),
        call("ask_user", '{"quest', index=1, id="b"),
        call(arguments='{"title":', index=0),
        call(arguments='ion":"?"}', index=1),
        call(arguments='"Dawn"}', index=0),
    ]

    assert await calls_from(connected, *deltas) == [("set_title", '{"title":"Dawn"}'), ("ask_user", '{"question":"?"}')]


async def test_calls_without_index_are_told_apart(connected):
    deltas = [
        call("set_title", '{"title":', id="a"),
        call(arguments='"Dawn"}', id="a"),
        call("set_title", '{"title":"Dusk"}', id="b"),
        call("ask_user", "{}"),
    ]

    assert await calls_from(connected, *deltas) == [
        ("set_title", '{"title":"Dawn"}'),
        ("set_title", '{"title":"Dusk"}'),
        ("ask_user", "{}"),
    ]


@pytest.mark.parametrize("ids", [("same", "same"), ("", ""), (None, None)])
async def test_calls_with_repeated_and_missing_ids_are_told_apart_by_index(connected, ids):
    deltas = [call("set_title", "{}", index=place, id=own) for place, own in enumerate(ids)]

    assert len(await calls_from(connected, *deltas)) == 2


async def test_calls_that_all_say_index_0_are_told_apart_by_id(connected):
    deltas = [call("set_title", '{"title":"A"}', index=0, id="a"), call("set_title", '{"title":"B"}', index=0, id="b")]

    assert [arguments for _, arguments in await calls_from(connected, *deltas)] == ['{"title":"A"}', '{"title":"B"}']


async def test_a_name_repeated_with_every_piece_is_one_name(connected):
    deltas = [call("set_title", '{"title":', index=0, id="a"), call("set_title", '"A"}', index=0, id="a")]

    assert await calls_from(connected, *deltas) == [("set_title", '{"title":"A"}')]


async def test_arguments_as_an_object_and_no_arguments_become_json_text(connected):
    deltas = [call("set_title", {"title": "A"}, index=0, id="a"), call("ask_user", "", index=1, id="b")]

    assert await calls_from(connected, *deltas) == [("set_title", '{"title": "A"}'), ("ask_user", "{}")]


async def test_tool_calls_that_end_with_stop_are_still_tool_calls(connected):
    whole = await read(connected, tool_event(call("set_title", "{}", index=0, id="a"), finish_reason="stop"), DONE)

    assert whole.end.finish_reason == "tool_calls"


async def test_a_tool_call_cut_by_the_token_limit_is_not_handed_out(connected):
    whole = await read(connected, tool_event(call("set_title", "{", index=0, id="a")), text_event(None, "length"), DONE)

    assert (whole.end.finish_reason, whole.tool_requests) == ("length", ())


async def test_a_tool_call_without_a_name_is_handed_on_for_the_turn_loop_to_refuse(connected):
    whole = await read(connected, tool_event(call("", "{}", index=0, id="a")), text_event(None, "tool_calls"), DONE)

    assert [request.name for request in whole.tool_requests] == [""]


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b"", b"x" * 3_000_000])
async def test_a_200_that_is_no_stream_is_unreadable(connected, body):
    assert (await fault_of(connected, plain("200 OK", body)))[1].code == "stream_unreadable"


async def test_done_without_a_finish_reason_is_an_end(connected):
    whole = await read(connected, text_event("Hi"), DONE)

    assert (whole.text, whole.end.finish_reason) == ("Hi", "stop")


async def test_a_body_that_ends_without_either_is_incomplete(connected):
    text, error = await fault_of(connected, streaming(text_event("Half")))

    assert (text, error.code) == ("Half", "stream_incomplete")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"message": "Overloaded", "code": 529}, "provider_busy"),
        ({"message": "Slow down", "code": 429}, "provider_busy"),
        ({"message": "Slow down", "type": "rate_limit_exceeded"}, "provider_busy"),
        ("out of memory", "provider_failed"),
    ],
)
async def test_an_error_object_inside_the_stream_is_an_error(connected, said, expected):
    text, error = await fault_of(connected, streaming(text_event("Half"), event(error=said)))

    assert (text, error.code) == ("Half", expected)


async def test_frames_of_another_shape_are_unreadable(connected):
    text, error = await fault_of(connected, streaming(text_event("Half"), b"data: [1, 2]\n\n"))

    assert (text, error.code) == ("Half", "stream_unreadable")


async def test_a_stream_of_nothing_but_keep_alives_ends(connected, settings):
    settings.TURN_MAX_SECONDS = 0

    text, error = await fault_of(connected, streaming(text_event("Half"), *[b": keep-alive\n\n"] * 5))

    assert (text, error.code) == ("", "provider_silent")


async def test_nobody_listening_is_unreachable(connected):
    async with local_server(streaming()) as server:
        url = server.url

    text, error = await broken_answer(connected(url), ASK)

    assert (text, error.code, error.retryable) == ("", "provider_unreachable", True)


async def test_the_request_is_what_chat_completions_wants(connected):
    request = said("Make a video", "Which one?", "Any", max_output_tokens=99)
    asked = ToolRequest("call_1", "set_title", '{"title": "A"}')
    broken = ToolRequest("call_2", "set_title", '{"title')
    turns = (*request.turns, Turn("assistant", "", (asked, broken)), Turn("tool", "done", tool_request_id="call_1"))
    async with local_server(streaming(text_event("Hi", "stop"), DONE)) as server:
        await answer(connected(server.url), type(request)(request.system, turns, request.tools, max_output_tokens=99))
        body = server.exchanges[0].body

    assert (body["model"], body["stream"], body["stream_options"]) == ("gpt-5-mini", True, {"include_usage": True})
    assert body["max_tokens"] == 99
    assert "tool_choice" not in body  # what every server does anyway; some want a setting for it
    assert [message["role"] for message in body["messages"]] == [
        "system",
        "user",
        "assistant",
        "user",
        "assistant",
        "tool",
    ]
    calls = body["messages"][4]["tool_calls"]
    assert [json.loads(made["function"]["arguments"]) for made in calls] == [{"title": "A"}, {}]
    assert body["messages"][5] == {"role": "tool", "tool_call_id": "call_1", "content": "done"}
