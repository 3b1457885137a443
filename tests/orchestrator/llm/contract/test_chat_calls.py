"""Pieces of calls as servers of Chat Completions cut and mark them: by index, by id, by neither."""

import pytest

from .dialects import only
from .transcripts import frame
from .transcripts.chat import DONE, delta
from .transcripts.chat import call_piece as piece

DAWN, OCEAN = '{"title": "Dawn"}', '{"palette": "ocean"}'
TITLED, STYLED = ("set_title", {"title": "Dawn"}), ("set_style", {"palette": "ocean"})


def pieces(*calls: dict, finish: str = "tool_calls") -> list[bytes]:
    """One call piece an event."""
    return [delta(role="assistant", content=None), *(delta(tool_calls=[call]) for call in calls), delta(finish), DONE]


@only("chat")
@pytest.mark.parametrize(
    "calls",
    [
        pytest.param(
            [piece("set_title", '{"title":', index=0, id="a"), piece(None, ' "Dawn"}', index=0)],
            id="as-openai",
        ),
        pytest.param([piece("set_title", '{"title":', id="a"), piece(None, ' "Dawn"}', id="a")], id="no-index"),
        pytest.param([piece("set_title", '{"title":', id="a"), piece(None, ' "Dawn"}')], id="no-index-no-second-id"),
        pytest.param([piece("set_title", '{"title":'), piece(None, ' "Dawn"}')], id="no-index-no-id"),
        pytest.param(
            [piece("set_title", '{"title":', index="0", id="a"), piece(None, ' "Dawn"}', index="0")],
            id="index-as-text",
        ),
        pytest.param(
            [piece("set_title", '{"title":', index="0", id="a"), piece(None, ' "Dawn"}', index=0)],
            id="index-as-both",
        ),
        pytest.param(
            [piece("set_title", '{"title":', index=1, id="a"), piece(None, ' "Dawn"}', index=1)],
            id="index-from-1",
        ),
        pytest.param(
            [piece("set_title", '{"title":', index=-1, id="a"), piece(None, ' "Dawn"}', index=-1)],
            id="index-negative",
        ),
        pytest.param(
            [
                piece("set_title", "", index=0, id="a"),
                piece(None, '{"title":', index=0, id="b"),
                piece(None, ' "Dawn"}', index=0, id="c"),
            ],
            id="id-anew",
        ),
        pytest.param(
            [piece("set_title", '{"title":', index=0, id="a"), piece(None, ' "Dawn"}', index=0, id="")],
            id="id-blank-later",
        ),
        pytest.param(
            [piece("set_title", '{"title":', index=0, id="a"), piece("", ' "Dawn"}', index=0, id="a")],
            id="name-blank-later",
        ),
        pytest.param(
            [piece("set_title", '{"title":', index=0, id=""), piece(None, ' "Dawn"}', index=0, id="a")],
            id="id-later",
        ),
        pytest.param(
            [
                piece("set_title", '{"title":', index=0, id="a"),
                piece("set_title", ' "Dawn"}', index=0, id="a"),
            ],
            id="name-repeated",
        ),
        pytest.param(
            [
                piece("set_title", "", index=0, id="a"),
                piece("set_title", '{"title":', index=0, id="a"),
                piece("set_title", ' "Dawn"}', index=0, id="a"),
            ],
            id="name-in-each",
        ),
        pytest.param(
            [
                piece("set_", "", index=0, id="a"),
                piece("title", "", index=0),
                piece(None, DAWN, index=0),
            ],
            id="name-in-pieces",
        ),
        pytest.param(
            [
                piece("set", "", index=0, id="a"),
                piece("set_title", "", index=0),
                piece(None, DAWN, index=0),
            ],
            id="name-that-grows",
        ),
        pytest.param(
            [
                piece(None, "", index=0, id="a"),
                piece("set_title", "", index=0),
                piece(None, DAWN, index=0),
            ],
            id="name-later",
        ),
        pytest.param(
            [piece("set_title", None, index=0, id="a"), piece(None, DAWN, index=0)],
            id="arguments-absent-first",
        ),
        pytest.param([piece("set_title", "{}", index=0, id="a"), piece(None, DAWN, index=0)], id="empty-object-first"),
        pytest.param(
            [piece("set_title", {}, index=0, id="a"), piece(None, DAWN, index=0)],
            id="empty-object-as-object-first",
        ),
        pytest.param(
            [piece("set_title", '{"title":', index=0, id="a"), piece("set_title", DAWN, index=0, id="a")],
            id="arguments-that-grow",
        ),
        pytest.param(
            [piece("set_title", DAWN, index=0, id="a"), piece("set_title", DAWN, index=0, id="a")],
            id="said-twice-by-id",
        ),
        pytest.param([piece("set_title", DAWN, index=0, id="a"), piece(None, DAWN, index=0)], id="arguments-twice"),
        pytest.param([piece("set_title", DAWN, index=0, id="a"), piece(None, "", index=0)], id="blank-at-the-end"),
        pytest.param([piece("set_title", {"title": "Dawn"}, index=0, id="a")], id="arguments-as-object"),
        pytest.param(
            [piece("set_title", {"title": "Dawn"}, index=0, id="a"), piece(None, {}, index=0)],
            id="empty-object-as-object-last",
        ),
        pytest.param([piece("set_title", "null", index=0, id="a"), piece(None, DAWN, index=0)], id="null-first"),
        pytest.param(
            [
                piece("set_title", "", index=0, id="a"),
                piece(None, '{"title":', index=1),
                piece(None, ' "Dawn"}', index=2, id="a"),
            ],
            id="index-counts-pieces",
        ),
        pytest.param([piece("set_title", "", id="a"), piece(None, DAWN, index=0)], id="index-later"),
        pytest.param([piece(None, '{"title":', index=0), piece("set_title", ' "Dawn"}', index=0)], id="name-last"),
        pytest.param(
            [piece("set_title", DAWN, index=0, id="a"), piece("", "", index=1, id="")], id="blank-call-at-the-end"
        ),
        pytest.param([{"id": "a", "type": "tool_use", "name": "set_title", "input": {"title": "Dawn"}}], id="input"),
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
                piece("set_title", "", index=0, id="a"),
                piece("set_style", '{"pal', index=1, id="b"),
                piece(None, DAWN, index=0),
                piece(None, 'ette": "ocean"}', index=1),
            ],
            id="by-turns",
        ),
        pytest.param(
            [piece("set_title", DAWN, index=0, id="a"), piece("set_style", OCEAN, index=0, id="b")],
            id="index-always-0",
        ),
        pytest.param(
            [piece("set_title", DAWN, index=0, id="a"), piece("set_style", OCEAN, index=0, id="a")],
            id="index-and-id-always-the-same",
        ),
        pytest.param(
            [piece("set_title", DAWN, index=0), piece("set_style", OCEAN, index=0)], id="index-always-0-no-id"
        ),
        pytest.param([piece("set_title", DAWN, id="a"), piece("set_style", OCEAN, id="b")], id="no-index"),
        pytest.param([piece("set_title", DAWN), piece("set_style", OCEAN)], id="neither"),
        pytest.param([piece("set_title", DAWN, id=""), piece("set_style", OCEAN, id="")], id="ids-blank"),
        pytest.param(
            [
                piece("set_title", "", index=0, id="a"),
                piece(None, DAWN, index=0),
                piece("set_style", "", index=0, id="b"),
                piece(None, OCEAN, index=0),
            ],
            id="index-always-0-in-pieces",
        ),
        pytest.param(
            [
                piece("set_title", "", id="a"),
                piece(None, DAWN),
                piece("set_style", "", id="b"),
                piece(None, OCEAN),
            ],
            id="no-index-in-pieces",
        ),
        pytest.param(
            [
                piece("set_title", '{"title":', id="a"),
                piece("set_style", '{"palette":', id="b"),
                piece(None, ' "Dawn"}', id="a"),
                piece(None, ' "ocean"}', id="b"),
            ],
            id="no-index-by-turns",
        ),
        pytest.param(
            [piece("set_title", DAWN, index=1, id="a"), piece("set_style", OCEAN, index=3, id="b")],
            id="index-with-gaps",
        ),
        pytest.param(
            [
                piece("set_title", '{"title":', index=0, id="a"),
                piece("set_style", '{"palette":', index=0, id="b"),
                piece(None, ' "Dawn"}', index=0, id="a"),
                piece(None, ' "ocean"}', index=0, id="b"),
            ],
            id="index-always-0-by-turns",
        ),
        pytest.param(
            [
                piece("set_title", {"title": "Dawn"}, index=0, id="a"),
                piece("set_style", {"palette": "ocean"}, index=0, id="b"),
            ],
            id="objects-index-0",
        ),
    ],
)
async def test_the_pieces_of_two_calls(play, calls):
    assert (await play(*pieces(*calls))).calls == [TITLED, STYLED]


@only("chat")
async def test_two_calls_of_one_event_are_two(play):
    both = [piece("set_title", DAWN, index=0, id="a"), piece("set_style", OCEAN, index=1, id="b")]

    assert (await play(delta(tool_calls=both), delta("tool_calls"), DONE)).calls == [TITLED, STYLED]


@only("chat")
async def test_calls_of_one_tool_with_one_index_are_told_apart_by_id(play):
    calls = [piece("set_title", f'{{"title": "{title}"}}', index=0, id=title) for title in ("Dawn", "Dusk")]

    assert (await play(*pieces(*calls))).calls == [TITLED, ("set_title", {"title": "Dusk"})]


@only("chat")
@pytest.mark.parametrize("key", [{"index": 0}, {}])
async def test_three_undos_without_ids_are_three(play, key):
    calls = [piece("undo_change", "{}", id=f"call_{n}", **key) for n in range(3)]

    assert (await play(*pieces(*calls))).calls == [("undo_change", {})] * 3


@only("chat")
@pytest.mark.parametrize("finish", ["stop", "tool_call", "function_call", "tool_use", "TOOL_CALLS", "end_turn", "STOP"])
async def test_calls_are_calls_whatever_the_end_is_called(play, finish):
    assert (await play(*pieces(piece("set_title", DAWN, index=0, id="a"), finish=finish))).calls == [TITLED]


@only("chat")
async def test_a_call_that_comes_with_the_end_is_a_call(play):
    assert (await play(delta("tool_calls", tool_calls=[piece("set_title", DAWN, index=0, id="a")]), DONE)).calls == [
        TITLED
    ]


@only("chat")
async def test_a_call_that_comes_after_the_end_is_a_call(play):
    assert (await play(delta("stop"), delta(tool_calls=[piece("set_title", DAWN, index=0, id="a")]), DONE)).calls == [
        TITLED
    ]


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
        await play(delta(tool_calls=piece("set_title", DAWN, index=0, id="a")), delta("tool_calls"), DONE)
    ).calls == [TITLED]


@only("chat")
@pytest.mark.parametrize("empty", [[], None, {}, [None], [piece("", "", index=0, id="")]])
async def test_a_list_of_calls_that_is_empty_is_no_call(play, empty):
    assert (await play(delta(content="Hi", tool_calls=empty), delta("stop"), DONE)).final_text == "Hi"


@only("chat")
async def test_a_whole_message_behind_its_deltas_adds_no_second_call(play):
    """Some servers end with all that they have streamed."""
    whole = {"role": "assistant", "content": None, "tool_calls": [piece("set_title", DAWN, id="a")]}
    last = {"choices": [{"index": 0, "delta": {}, "message": whole, "finish_reason": "tool_calls"}]}

    assert (await play(delta(tool_calls=[piece("set_title", DAWN, index=0, id="a")]), frame(last), DONE)).calls == [
        TITLED
    ]


@only("chat")
async def test_a_name_without_a_call_is_an_error_or_a_call_to_refuse(play):
    outcome = await play(*pieces(piece(None, DAWN, index=0, id="a")))

    assert outcome.error is not None or outcome.requests[0].name not in ("set_title", "set_style")
