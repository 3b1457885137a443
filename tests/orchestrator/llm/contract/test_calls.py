"""The pieces of tool calls come together, however a server cuts and marks them."""

import json

import pytest

from .dialects import only
from .scripted_server import sends
from .transcripts import Call, Words, frame
from .transcripts.anthropic import event as anthropic_event
from .transcripts.chat import DONE, call_piece, delta
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


# --- Chat Completions -----------------------------------------------------------------------------------------------------


def pieces(*calls: dict, finish: str = "tool_calls") -> list[bytes]:
    """One call piece an event."""
    return [delta(role="assistant", content=None), *(delta(tool_calls=[call]) for call in calls), delta(finish), DONE]


def halves(**first: object) -> list[dict]:
    """A call in two pieces, the second marked as told."""
    return [call_piece("set_title", '{"title":', **first)]


@only("chat")
@pytest.mark.parametrize(
    "calls",
    [
        pytest.param(
            [call_piece("set_title", '{"title":', index=0, id="a"), call_piece(None, ' "Dawn"}', index=0)],
            id="as-openai",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', id="a"), call_piece(None, ' "Dawn"}', id="a")], id="no-index"
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', id="a"), call_piece(None, ' "Dawn"}')], id="no-index-no-second-id"
        ),
        pytest.param([call_piece("set_title", '{"title":'), call_piece(None, ' "Dawn"}')], id="no-index-no-id"),
        pytest.param(
            [call_piece("set_title", '{"title":', index="0", id="a"), call_piece(None, ' "Dawn"}', index="0")],
            id="index-as-text",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', index="0", id="a"), call_piece(None, ' "Dawn"}', index=0)],
            id="index-as-both",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', index=1, id="a"), call_piece(None, ' "Dawn"}', index=1)],
            id="index-from-1",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', index=-1, id="a"), call_piece(None, ' "Dawn"}', index=-1)],
            id="index-negative",
        ),
        pytest.param(
            [
                call_piece("set_title", "", index=0, id="a"),
                call_piece(None, '{"title":', index=0, id="b"),
                call_piece(None, ' "Dawn"}', index=0, id="c"),
            ],
            id="id-anew",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', index=0, id="a"), call_piece(None, ' "Dawn"}', index=0, id="")],
            id="id-blank-later",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', index=0, id="a"), call_piece("", ' "Dawn"}', index=0, id="a")],
            id="name-blank-later",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', index=0, id=""), call_piece(None, ' "Dawn"}', index=0, id="a")],
            id="id-later",
        ),
        pytest.param(
            [
                call_piece("set_title", '{"title":', index=0, id="a"),
                call_piece("set_title", ' "Dawn"}', index=0, id="a"),
            ],
            id="name-repeated",
        ),
        pytest.param(
            [
                call_piece("set_title", "", index=0, id="a"),
                call_piece("set_title", '{"title":', index=0, id="a"),
                call_piece("set_title", ' "Dawn"}', index=0, id="a"),
            ],
            id="name-in-each",
        ),
        pytest.param(
            [
                call_piece("set_", "", index=0, id="a"),
                call_piece("title", "", index=0),
                call_piece(None, DAWN, index=0),
            ],
            id="name-in-pieces",
        ),
        pytest.param(
            [
                call_piece("set", "", index=0, id="a"),
                call_piece("set_title", "", index=0),
                call_piece(None, DAWN, index=0),
            ],
            id="name-that-grows",
        ),
        pytest.param(
            [
                call_piece(None, "", index=0, id="a"),
                call_piece("set_title", "", index=0),
                call_piece(None, DAWN, index=0),
            ],
            id="name-later",
        ),
        pytest.param(
            [call_piece("set_title", None, index=0, id="a"), call_piece(None, DAWN, index=0)],
            id="arguments-absent-first",
        ),
        pytest.param(
            [call_piece("set_title", "{}", index=0, id="a"), call_piece(None, DAWN, index=0)], id="empty-object-first"
        ),
        pytest.param(
            [call_piece("set_title", {}, index=0, id="a"), call_piece(None, DAWN, index=0)],
            id="empty-object-as-object-first",
        ),
        pytest.param(
            [call_piece("set_title", '{"title":', index=0, id="a"), call_piece("set_title", DAWN, index=0, id="a")],
            id="arguments-that-grow",
        ),
        pytest.param(
            [call_piece("set_title", DAWN, index=0, id="a"), call_piece("set_title", DAWN, index=0, id="a")],
            id="said-twice-by-id",
        ),
        pytest.param(
            [call_piece("set_title", DAWN, index=0, id="a"), call_piece(None, DAWN, index=0)], id="arguments-twice"
        ),
        pytest.param(
            [call_piece("set_title", DAWN, index=0, id="a"), call_piece(None, "", index=0)], id="blank-at-the-end"
        ),
        pytest.param([call_piece("set_title", {"title": "Dawn"}, index=0, id="a")], id="arguments-as-object"),
        pytest.param([{"id": "a", "name": "set_title", "arguments": DAWN}], id="without-function"),
        pytest.param(
            [{"id": "a", "type": "function", "function": {"name": "set_title", "parameters": {"title": "Dawn"}}}],
            id="parameters",
        ),
        pytest.param(
            [{"index": 0, "id": "a", "type": "", "function": {"name": "set_title", "arguments": DAWN}}], id="type-blank"
        ),
        pytest.param(
            [{"index": None, "id": "a", "type": None, "function": {"name": "set_title", "arguments": DAWN}}], id="nulls"
        ),
        pytest.param([{"index": 0, "id": 17, "function": {"name": "set_title", "arguments": DAWN}}], id="id-as-number"),
    ],
)
async def test_the_pieces_of_one_call(play, calls):
    assert (await play(*pieces(*calls))).calls == [TITLED]


@only("chat")
@pytest.mark.parametrize(
    "calls",
    [
        pytest.param(
            [
                call_piece("set_title", "", index=0, id="a"),
                call_piece("set_style", '{"pal', index=1, id="b"),
                call_piece(None, DAWN, index=0),
                call_piece(None, 'ette": "ocean"}', index=1),
            ],
            id="by-turns",
        ),
        pytest.param(
            [call_piece("set_title", DAWN, index=0, id="a"), call_piece("set_style", OCEAN, index=0, id="b")],
            id="index-always-0",
        ),
        pytest.param(
            [call_piece("set_title", DAWN, index=0, id="a"), call_piece("set_style", OCEAN, index=0, id="a")],
            id="index-and-id-always-the-same",
        ),
        pytest.param(
            [call_piece("set_title", DAWN, index=0), call_piece("set_style", OCEAN, index=0)], id="index-always-0-no-id"
        ),
        pytest.param([call_piece("set_title", DAWN, id="a"), call_piece("set_style", OCEAN, id="b")], id="no-index"),
        pytest.param([call_piece("set_title", DAWN), call_piece("set_style", OCEAN)], id="neither"),
        pytest.param([call_piece("set_title", DAWN, id=""), call_piece("set_style", OCEAN, id="")], id="ids-blank"),
        pytest.param(
            [
                call_piece("set_title", "", index=0, id="a"),
                call_piece(None, DAWN, index=0),
                call_piece("set_style", "", index=0, id="b"),
                call_piece(None, OCEAN, index=0),
            ],
            id="index-always-0-in-pieces",
        ),
        pytest.param(
            [
                call_piece("set_title", "", id="a"),
                call_piece(None, DAWN),
                call_piece("set_style", "", id="b"),
                call_piece(None, OCEAN),
            ],
            id="no-index-in-pieces",
        ),
        pytest.param(
            [
                call_piece("set_title", '{"title":', id="a"),
                call_piece("set_style", '{"palette":', id="b"),
                call_piece(None, ' "Dawn"}', id="a"),
                call_piece(None, ' "ocean"}', id="b"),
            ],
            id="no-index-by-turns",
        ),
        pytest.param(
            [call_piece("set_title", DAWN, index=1, id="a"), call_piece("set_style", OCEAN, index=3, id="b")],
            id="index-with-gaps",
        ),
        pytest.param(
            [
                call_piece("set_title", {"title": "Dawn"}, index=0, id="a"),
                call_piece("set_style", {"palette": "ocean"}, index=0, id="b"),
            ],
            id="objects-index-0",
        ),
    ],
)
async def test_the_pieces_of_two_calls(play, calls):
    assert (await play(*pieces(*calls))).calls == [TITLED, STYLED]


@only("chat")
async def test_two_calls_of_one_event_are_two(play):
    both = [call_piece("set_title", DAWN, index=0, id="a"), call_piece("set_style", OCEAN, index=1, id="b")]

    assert (await play(delta(tool_calls=both), delta("tool_calls"), DONE)).calls == [TITLED, STYLED]


@only("chat")
async def test_calls_of_one_tool_with_one_index_are_told_apart_by_id(play):
    calls = [call_piece("set_title", f'{{"title": "{title}"}}', index=0, id=title) for title in ("Dawn", "Dusk")]

    assert (await play(*pieces(*calls))).calls == [TITLED, ("set_title", {"title": "Dusk"})]


@only("chat")
@pytest.mark.parametrize("key", [{"index": 0}, {}])
async def test_three_undos_without_ids_are_three(play, key):
    calls = [call_piece("undo_change", "{}", id=f"call_{n}", **key) for n in range(3)]

    assert (await play(*pieces(*calls))).calls == [("undo_change", {})] * 3


@only("chat")
@pytest.mark.parametrize("finish", ["stop", "tool_call", "function_call", "tool_use", "TOOL_CALLS", "end_turn", "STOP"])
async def test_calls_are_calls_whatever_the_end_is_called(play, finish):
    assert (await play(*pieces(call_piece("set_title", DAWN, index=0, id="a"), finish=finish))).calls == [TITLED]


@only("chat")
async def test_a_call_that_comes_with_the_end_is_a_call(play):
    assert (
        await play(delta("tool_calls", tool_calls=[call_piece("set_title", DAWN, index=0, id="a")]), DONE)
    ).calls == [TITLED]


@only("chat")
async def test_a_call_that_comes_after_the_end_is_a_call(play):
    assert (
        await play(delta("stop"), delta(tool_calls=[call_piece("set_title", DAWN, index=0, id="a")]), DONE)
    ).calls == [TITLED]


@only("chat")
@pytest.mark.parametrize("finish", ["function_call", "stop"])
async def test_the_calls_of_before_there_were_several(play, finish):
    events = [
        delta(function_call={"name": "set_title", "arguments": ""}),
        *(delta(function_call={"arguments": half}) for half in (DAWN[:5], DAWN[5:])),
    ]

    assert (await play(*events, delta(finish), DONE)).calls == [TITLED]


@only("chat")
async def test_one_call_that_is_no_list_is_a_call(play):
    assert (
        await play(delta(tool_calls=call_piece("set_title", DAWN, index=0, id="a")), delta("tool_calls"), DONE)
    ).calls == [TITLED]


@only("chat")
@pytest.mark.parametrize("empty", [[], None, {}, [None]])
async def test_a_list_of_calls_that_is_empty_is_no_call(play, empty):
    assert (await play(delta(content="Hi", tool_calls=empty), delta("stop"), DONE)).said == "Hi"


@only("chat")
async def test_a_whole_message_behind_its_deltas_adds_no_second_call(play):
    """Some servers end with all that they have streamed."""
    whole = {"role": "assistant", "content": None, "tool_calls": [call_piece("set_title", DAWN, id="a")]}
    last = {"choices": [{"index": 0, "delta": {}, "message": whole, "finish_reason": "tool_calls"}]}

    assert (
        await play(delta(tool_calls=[call_piece("set_title", DAWN, index=0, id="a")]), frame(last), DONE)
    ).calls == [TITLED]


@only("chat")
async def test_a_name_without_a_call_is_an_error_or_a_call_to_refuse(play):
    outcome = await play(*pieces(call_piece(None, DAWN, index=0, id="a")))

    assert outcome.error is not None or outcome.requests[0].name not in ("set_title", "set_style")


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
