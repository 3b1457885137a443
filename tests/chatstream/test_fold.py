"""Positions and folding: the pure part of resuming a stream."""

import pytest

from chatstream.follow.fold import fold
from chatstream.log.entries import START, Entry, Position
from chatstream.wire.events import ToolStart
from tests.browser.recorded_runs import logged

ALICES, BOBS = "a0000000-0000-4000-8000-000000000000", "b0000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("position", [START, Position(1763846400123, 41), Position(9_999_999_999_999_999, 0)])
def test_a_position_survives_the_way_to_a_client_and_back(position: Position) -> None:
    assert Position.parse(str(position)) == position


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-",
        "1",
        "1-",
        "-1",
        "1--1",
        "+",
        "(1-1",
        "1-1 ",
        "1.0-1",
        "1e3-1",
        "١-١",
        "²-1",
        "a-1",
        "1-1-1",
        "9" * 17 + "-1",
    ],
)
def test_what_no_server_has_written_is_no_position(written: str) -> None:
    assert Position.parse(written) is None


def test_one_entry_precedes_the_next_and_no_other() -> None:
    assert Position(7, 1).precedes(Position(7, 2))
    assert START.precedes(Position(7, 1))
    for later in (Position(7, 1), Position(7, 3), Position(8, 2), START):
        assert not Position(7, 1).precedes(later)
    assert not START.precedes(Position(7, 2))


def test_a_message_id_inside_an_event_is_not_taken_for_its_own() -> None:
    forged = {"message_id": BOBS, "type": "finalized"}
    call = ToolStart(message_id=ALICES, tool_call_id=BOBS, name="x", title='","message_id":"', arguments=forged)
    assert Entry(START, call.encode()).message_id == ALICES
    assert Entry(START, call.encode()).type == "tool_start"
    projects_own = '{"type":"storyboard","ts":1,"storyboard":{"message_id":"' + BOBS + '"}}'
    assert Entry(START, projects_own).message_id is None


def test_a_restart_takes_back_what_does_not_stand() -> None:
    events = [event for event in logged("restarted") if event["type"] != "message_created"]
    restart = next(number for number, event in enumerate(events) if event.get("status") == "restarted")
    before, after = fold(events[:restart]), fold(events[: restart + 1])
    assert (before.content, after.content) == ("Kept. Lost", "Kept.")
    assert [call["status"] for call in before.tool_calls.values()] == ["success", "running"]
    assert [call["status"] for call in after.tool_calls.values()] == ["success"]


def test_what_still_runs_at_the_end_is_cancelled() -> None:
    events = [event for event in logged("stopped") if event["type"] != "message_created"]
    assert [call["status"] for call in fold(events).tool_calls.values()] == ["cancelled"]
