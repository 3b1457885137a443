"""Pieces of calls as servers of Chat Completions cut and mark them: by index, by id, by neither."""

import pytest

from .dialects import only
from .transcripts.chat import DONE, delta, pieces
from .transcripts.chat import call_piece as piece

DAWN, OCEAN = '{"title": "Dawn"}', '{"palette": "ocean"}'
TITLED, STYLED = ("set_title", {"title": "Dawn"}), ("set_style", {"palette": "ocean"})


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
