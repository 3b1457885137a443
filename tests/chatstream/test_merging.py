"""Merging: what a reader has missed comes in few frames, and says the same to the letter."""

import json
from itertools import pairwise

import pytest

from chatstream.follow.fold import fold
from chatstream.log.entries import Entry
from chatstream.log.packing import Row, merge, read
from chatstream.wire.events import Delta, Finalized, Reasoning, Status
from tests.browser.recorded_runs import RUNS, logged
from tests.chatstream.rows import to_rows

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


def rows() -> list[Row]:
    """Two answers that are written at once, with something else in their midst."""
    bodies = [Delta(message_id=message, content=content).encode() for message, content in WORDS]
    bodies.insert(5, Status(message_id=ALICES, status="building", attempt=1).encode())
    bodies.append(Finalized(message_id=BOBS, status="success", content="Good morning!", elapsed_ms=1).encode())
    return to_rows(bodies, epoch=7)


def text(entries: list[Entry], message: str) -> str:
    events = [json.loads(entry.frame) for entry in entries]
    return "".join(event["content"] for event in events if event["type"] == "delta" and event["message_id"] == message)


@pytest.mark.parametrize("cut", range(len(WORDS) + 3))
def test_merging_keeps_every_letter_and_the_order_wherever_the_pages_are_cut(cut: int) -> None:
    single = [read(row) for row in rows()]
    merged = [*merge(rows()[:cut]), *merge(rows()[cut:])]
    for message in (ALICES, BOBS):
        assert text(merged, message) == text(single, message)
    assert sum(entry.merged for entry in merged) == len(single)
    assert all(one.position < other.position for one, other in pairwise(merged))
    assert merged[-1].position == single[-1].position
    assert not cut or any(entry.position == single[cut - 1].position for entry in merged), "a page ends where it ended"


def test_only_neighbouring_deltas_of_one_answer_are_merged() -> None:
    assert [(entry.type, entry.merged) for entry in merge(rows())] == [
        ("delta", 2), ("delta", 1), ("delta", 2), ("status", 1), ("delta", 1), ("delta", 2), ("finalized", 1),
    ]  # fmt: skip


def test_a_merged_frame_says_how_many_events_it_stands_for_and_a_single_one_does_not() -> None:
    first, second = list(merge(rows()))[:2]
    assert json.loads(first.frame)["merged"] == 2
    assert json.loads(first.frame)["id"] == "7-2"
    assert "merged" not in json.loads(second.frame)


@pytest.mark.parametrize("run", RUNS)
def test_merged_or_not_the_events_fold_to_the_same(run: str) -> None:
    events = logged(run)
    bodies = [
        json.dumps({key: value for key, value in event.items() if key != "id"}, separators=(",", ":"))
        for event in events
    ]
    for message in {event["message_id"] for event in events}:
        mine = [event for event in events if event["message_id"] == message]
        merged = [entry.event() for entry in merge(to_rows(bodies, epoch=1)) if entry.message_id == message]
        assert fold(merged).content == fold(mine).content
        assert fold(merged).reasoning == fold(mine).reasoning
        assert fold(merged).tool_calls == fold(mine).tool_calls
        assert fold(merged).status == fold(mine).status


THOUGHTS = [Reasoning(message_id=message, content=content) for message, content in WORDS]


def test_neighbouring_pieces_of_reasoning_are_merged_to_the_letter_apart_from_the_words() -> None:
    word = Delta(message_id=ALICES, content="Once ")
    stored = to_rows([event.encode() for event in [*THOUGHTS[:2], word, *THOUGHTS[2:]]], epoch=7)
    merged = list(merge(stored))
    assert [(entry.type, entry.message_id, entry.merged) for entry in merged] == [
        ("reasoning", ALICES, 2), ("delta", ALICES, 1), ("reasoning", BOBS, 1), ("reasoning", ALICES, 3), ("reasoning", BOBS, 2),
    ]  # fmt: skip
    for message in (ALICES, BOBS):
        mine = [read(row).event() for row in stored if read(row).message_id == message]
        together = [entry.event() for entry in merged if entry.message_id == message]
        assert fold(together).reasoning == fold(mine).reasoning
    assert [entry.event()["ts"] for entry in merged][-1] == read(stored[-1]).event()["ts"]


@pytest.mark.parametrize("later", [',"effort":"high"}', ',"step":2}', ',"content":"x"}'])
def test_reasoning_with_a_field_of_a_newer_server_is_not_merged(later: str) -> None:
    newer = [thought.encode()[:-1] + later for thought in THOUGHTS[:2]]
    assert [(entry.body, entry.merged) for entry in merge(to_rows(newer, epoch=7))] == [(body, 1) for body in newer]


def test_text_that_looks_like_another_field_is_merged_all_the_same() -> None:
    tricky = ['","', '","ts":1,"content":"', "\\", '\\","x', "}"]
    bodies = [Reasoning(message_id=ALICES, content=content).encode() for content in tricky]
    [entry] = merge(to_rows(bodies, epoch=7))
    assert entry.event()["content"] == "".join(tricky)
