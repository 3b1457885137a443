"""Positions, merging and folding: the pure part of resuming a stream."""

import json
from itertools import pairwise

import pytest

from chatstream.events import Delta, Finalized, Status, ToolStart
from chatstream.resume import START, Entry, Position, fold, merge
from tests.browser.recorded_runs import RUNS, logged

ALICES, BOBS = "a0000000-0000-4000-8000-000000000000", "b0000000-0000-4000-8000-000000000000"

WORDS = [
    (ALICES, "Once "),
    (ALICES, "upon "),
    (BOBS, "Good "),
    (ALICES, "a 👩‍👩‍👧 "),
    (ALICES, '"time" \\ \n'),
    (ALICES, "\u2028é"),
    (BOBS, "morning"),
    (BOBS, "!"),
]


def entries() -> list[Entry]:
    """Two answers that are written at once, with something else in their midst."""
    bodies = [Delta(message_id=message, content=content).encode() for message, content in WORDS]
    bodies.insert(5, Status(message_id=ALICES, status="building", attempt=1).encode())
    bodies.append(Finalized(message_id=BOBS, status="success", content="Good morning!", elapsed_ms=1).encode())
    return [Entry(Position(7, seq), body) for seq, body in enumerate(bodies, 1)]


def text(entries: list[Entry], message: str) -> str:
    events = [json.loads(entry.frame) for entry in entries]
    return "".join(event["content"] for event in events if event["type"] == "delta" and event["message_id"] == message)


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


@pytest.mark.parametrize("cut", range(len(WORDS) + 3))
def test_merging_keeps_every_letter_and_the_order_wherever_the_pages_are_cut(cut: int) -> None:
    merged = [*merge(entries()[:cut]), *merge(entries()[cut:])]
    for message in (ALICES, BOBS):
        assert text(merged, message) == text(entries(), message)
    assert sum(entry.merged for entry in merged) == len(entries())
    assert all(one.position < other.position for one, other in pairwise(merged))
    assert merged[-1].position == entries()[-1].position
    assert not cut or any(entry.position == entries()[cut - 1].position for entry in merged), (
        "a page ends where it ended"
    )


def test_only_neighbouring_deltas_of_one_answer_are_merged() -> None:
    assert [(entry.type, entry.merged) for entry in merge(entries())] == [
        ("delta", 2), ("delta", 1), ("delta", 2), ("status", 1), ("delta", 1), ("delta", 2), ("finalized", 1),
    ]  # fmt: skip


def test_what_was_merged_once_can_be_merged_again() -> None:
    once = list(merge(entries()[:2]))
    twice = list(merge([*once, *[entries()[3]]]))
    assert [(entry.merged, str(entry.position)) for entry in twice] == [(3, "7-4")]


def test_a_merged_frame_says_how_many_events_it_stands_for_and_a_single_one_does_not() -> None:
    first, second = list(merge(entries()))[:2]
    assert json.loads(first.frame)["merged"] == 2
    assert json.loads(first.frame)["id"] == "7-2"
    assert "merged" not in json.loads(second.frame)


def test_a_message_id_inside_an_event_is_not_taken_for_its_own() -> None:
    forged = {"message_id": BOBS, "type": "finalized"}
    call = ToolStart(message_id=ALICES, tool_call_id=BOBS, name="x", title='","message_id":"', arguments=forged)
    assert Entry(START, call.encode()).message_id == ALICES
    assert Entry(START, call.encode()).type == "tool_start"
    projects_own = '{"type":"storyboard","ts":1,"storyboard":{"message_id":"' + BOBS + '"}}'
    assert Entry(START, projects_own).message_id is None


@pytest.mark.parametrize("run", RUNS)
def test_merged_or_not_the_events_fold_to_the_same(run: str) -> None:
    events = logged(run)
    bodies = [
        json.dumps({key: value for key, value in event.items() if key != "id"}, separators=(",", ":"))
        for event in events
    ]
    log = [Entry(Position(1, seq), body) for seq, body in enumerate(bodies, 1)]
    for message in {event["message_id"] for event in events}:
        mine = [event for event in events if event["message_id"] == message]
        merged = [entry.event() for entry in merge(log) if entry.message_id == message]
        assert fold(merged).content == fold(mine).content
        assert fold(merged).tool_calls == fold(mine).tool_calls
        assert fold(merged).status == fold(mine).status


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
