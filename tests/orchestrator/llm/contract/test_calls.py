"""The pieces of tool calls come together, however a server cuts and marks them."""

import json

import pytest

from .dialects import only
from .scripted_server import sends
from .transcripts import Call, Words, frame
from .transcripts.anthropic import event as anthropic_event
from .transcripts.google import chunk as google_chunk
from .transcripts.responses import event as responses_event

DAWN, OCEAN = '{"title": "Dawn"}', '{"palette": "ocean"}'
TITLED, STYLED = ("set_title", {"title": "Dawn"}), ("set_style", {"palette": "ocean"})


async def test_one_call_arrives_whole(play, transcript):
    outcome = await play(*transcript.stream(Call("set_title", DAWN, "call_1")))

    assert outcome.calls == [TITLED]
    assert outcome.requests[0].id == "call_1"


async def test_several_calls_keep_their_order(play, transcript):
    calls = [Call("set_title", json.dumps({"title": str(n)}), f"call_{n}") for n in range(12)]

    outcome = await play(*transcript.stream(*calls))

    assert [arguments["title"] for _, arguments in outcome.calls] == [str(n) for n in range(12)]
    assert [request.id for request in outcome.requests] == [call.id for call in calls]


async def test_calls_of_a_whole_answer_are_calls(play, transcript):
    outcome = await play(
        sends(transcript.whole(Words("I name it."), Call("set_title", DAWN), Call("set_style", OCEAN, "call_2")))
    )

    assert (outcome.text, outcome.calls) == ("I name it.", [TITLED, STYLED])


async def test_arguments_of_200_kilobytes_arrive(play, transcript):
    arguments = json.dumps({"title": "x" * 200_000})

    assert (await play(*transcript.stream(Call("set_title", arguments)))).requests[0].arguments == arguments


async def test_characters_in_arguments_arrive(play, transcript):
    title = 'Café ☕ 🎬 "quoted" \\ back\nline'

    assert (await play(*transcript.stream(Call("set_title", json.dumps({"title": title}))))).calls == [
        ("set_title", {"title": title})
    ]


async def test_two_equal_calls_are_two_calls(play, transcript):
    """Three undos in one answer are three."""
    outcome = await play(*transcript.stream(*[Call("undo_change", "{}", f"call_{n}") for n in range(3)]))

    assert outcome.calls == [("undo_change", {})] * 3


# --- Responses ------------------------------------------------------------------------------------------------------------

ITEM = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "call_1",
    "name": "set_title",
    "arguments": "",
    "status": "in_progress",
}
DONE_ITEM = {**ITEM, "arguments": DAWN, "status": "completed"}


def completed(*output: dict) -> bytes:
    response = {
        "id": "resp_1",
        "status": "completed",
        "output": list(output),
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }
    return responses_event("response.completed", response=response)


@only("responses")
@pytest.mark.parametrize(
    "events",
    [
        pytest.param([completed(DONE_ITEM)], id="only-in-the-end"),
        pytest.param(
            [responses_event("response.output_item.done", output_index=0, item=DONE_ITEM), completed()], id="only-done"
        ),
        pytest.param(
            [responses_event("response.output_item.added", output_index=0, item=DONE_ITEM), completed(DONE_ITEM)],
            id="whole-when-added",
        ),
        pytest.param(
            [
                responses_event("response.output_item.added", output_index=0, item=ITEM),
                responses_event("response.function_call_arguments.delta", output_index=0, item_id="fc_1", delta=DAWN),
                completed(),
            ],
            id="never-done",
        ),
        pytest.param(
            [
                responses_event("response.output_item.added", output_index=0, item=ITEM),
                responses_event(
                    "response.function_call_arguments.done", output_index=0, item_id="fc_1", arguments=DAWN
                ),
                completed(),
            ],
            id="arguments-at-once",
        ),
        pytest.param(
            [
                responses_event("response.output_item.added", output_index=0, item={**ITEM, "id": "fc_old"}),
                responses_event(
                    "response.function_call_arguments.delta", output_index=0, item_id="fc_other", delta=DAWN[:6]
                ),
                responses_event(
                    "response.function_call_arguments.delta", output_index=0, item_id="fc_third", delta=DAWN[6:]
                ),
                responses_event("response.output_item.done", output_index=0, item={**DONE_ITEM, "id": "fc_new"}),
                completed({**DONE_ITEM, "id": "fc_new"}),
            ],
            id="item-ids-change",
        ),
        pytest.param(
            [
                responses_event("response.output_item.added", item=ITEM),
                responses_event("response.function_call_arguments.delta", item_id="fc_1", delta=DAWN),
                responses_event("response.output_item.done", item=DONE_ITEM),
                completed(DONE_ITEM),
            ],
            id="no-index",
        ),
        pytest.param(
            [
                responses_event(
                    "response.output_item.added", output_index=0, item={k: v for k, v in ITEM.items() if k != "id"}
                ),
                responses_event(
                    "response.output_item.done", output_index=0, item={k: v for k, v in DONE_ITEM.items() if k != "id"}
                ),
                completed({k: v for k, v in DONE_ITEM.items() if k != "id"}),
            ],
            id="no-item-id",
        ),
    ],
)
async def test_a_call_is_known_from_whichever_event_tells_of_it(play, events):
    assert (await play(*events)).calls == [TITLED]


@only("responses")
async def test_calls_side_by_side_are_told_apart(play):
    other = {**ITEM, "id": "fc_2", "call_id": "call_2", "name": "set_style"}
    outcome = await play(
        responses_event("response.output_item.added", output_index=0, item=ITEM),
        responses_event("response.output_item.added", output_index=1, item=other),
        responses_event("response.function_call_arguments.delta", output_index=1, item_id="fc_2", delta=OCEAN),
        responses_event("response.function_call_arguments.delta", output_index=0, item_id="fc_1", delta=DAWN),
        completed(DONE_ITEM, {**other, "arguments": OCEAN}),
    )

    assert outcome.calls == [TITLED, STYLED]
    assert [request.id for request in outcome.requests] == ["call_1", "call_2"]


# --- Messages -------------------------------------------------------------------------------------------------------------


def messages(*events: bytes) -> list[bytes]:
    start = anthropic_event(
        "message_start", message={"id": "msg_1", "content": [], "usage": {"input_tokens": 1, "output_tokens": 1}}
    )
    end = anthropic_event("message_delta", delta={"stop_reason": "tool_use"}, usage={"output_tokens": 7})
    return [start, *events, end, anthropic_event("message_stop")]


def block(index: int, name: str, value: object, own: str = "toolu_1") -> bytes:
    return anthropic_event(
        "content_block_start", index=index, content_block={"type": "tool_use", "id": own, "name": name, "input": value}
    )


def input_piece(index: int, text: str) -> bytes:
    return anthropic_event("content_block_delta", index=index, delta={"type": "input_json_delta", "partial_json": text})


@only("anthropic")
@pytest.mark.parametrize(
    "events",
    [
        pytest.param([block(0, "set_title", {"title": "Dawn"})], id="whole-at-the-start"),
        pytest.param([block(0, "set_title", {}), input_piece(0, DAWN)], id="no-stop"),
        pytest.param([block(0, "set_title", ""), input_piece(0, DAWN)], id="blank-input"),
        pytest.param([block(0, "set_title", None), input_piece(0, DAWN)], id="null-input"),
        pytest.param([block(0, "set_title", {"title": "Dawn"}), input_piece(0, DAWN)], id="at-the-start-and-in-pieces"),
        pytest.param([block(4, "set_title", {}), input_piece(4, DAWN)], id="index-from-4"),
    ],
)
async def test_the_input_of_a_block(play, events):
    assert (await play(*messages(*events))).calls == [TITLED]


@only("anthropic")
async def test_blocks_with_one_index_are_told_apart(play):
    """Gateways that count anew in each block."""
    stop = anthropic_event("content_block_stop", index=0)
    events = [
        block(0, "set_title", {}, "a"),
        input_piece(0, DAWN),
        stop,
        block(0, "set_style", {}, "b"),
        input_piece(0, OCEAN),
        stop,
    ]

    assert (await play(*messages(*events))).calls == [TITLED, STYLED]


# --- generateContent ------------------------------------------------------------------------------------------------------


def function_call(name: str, args: object, **fields: object) -> dict:
    return {"functionCall": {"name": name, "args": args}, **fields}


@only("google")
@pytest.mark.parametrize(
    "events",
    [
        pytest.param(
            [
                google_chunk(
                    function_call("set_title", {"title": "Dawn"}),
                    function_call("set_style", {"palette": "ocean"}),
                    finish="STOP",
                )
            ],
            id="one-event",
        ),
        pytest.param(
            [
                google_chunk(function_call("set_title", {"title": "Dawn"})),
                google_chunk(function_call("set_style", {"palette": "ocean"})),
                google_chunk(finish="STOP"),
            ],
            id="one-an-event",
        ),
        pytest.param(
            [
                google_chunk(
                    {"function_call": {"name": "set_title", "args": {"title": "Dawn"}}},
                    function_call("set_style", {"palette": "ocean"}),
                    finish="STOP",
                )
            ],
            id="snake-case",
        ),
        pytest.param(
            [google_chunk(function_call("set_title", DAWN), function_call("set_style", OCEAN), finish="STOP")],
            id="args-as-text",
        ),
    ],
)
async def test_calls_without_ids_get_their_own(play, events):
    outcome = await play(*map(frame, events))

    assert outcome.calls == [TITLED, STYLED]
    assert len({request.id for request in outcome.requests}) == 2


@only("google")
async def test_two_equal_calls_without_ids_are_two(play):
    events = [google_chunk(function_call("undo_change", {}), function_call("undo_change", {}), finish="STOP")]

    assert (await play(*map(frame, events))).calls == [("undo_change", {})] * 2
