"""The checker sees what it must: each kind of broken promise, and none where all is well."""

from hashlib import sha256
from typing import Any

import pytest

from chaos.checker import check

CREATED = {"type": "message_created", "id": "1-1", "message_id": "m", "content": "", "status": "pending"}
HELLO = {"type": "delta", "id": "1-2", "message_id": "m", "content": "Hel"}
LO = {"type": "delta", "id": "1-3", "message_id": "m", "content": "lo"}
END = {"type": "finalized", "id": "1-4", "message_id": "m", "content": "Hello", "status": "success"}
TOOL = {"type": "tool_result", "id": "1-2", "message_id": "m", "tool_call_id": "c", "success": True}
REFUSED = {**TOOL, "id": "1-3", "success": False}
SNAPSHOT = {"type": "snapshot", "at": "0-0", "messages": []}
ROW = {"kind": "message", "message": "m", "project": "p", "role": "assistant", "status": "success", "content": "Hello"}


def frames_of(*frames: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"kind": "frame", "who": "Alice", "project": "p", "frame": frame} for frame in (SNAPSHOT, *frames)]


def append(fence: int, writer: str, head: str) -> dict[str, Any]:
    return {"kind": "append", "message": "m", "fence": fence, "writer": writer, "head": head}


def entry(position: str, call: str) -> dict[str, Any]:
    return {"kind": "entry", "project": "p", "id": position, "type": "tool_result", "message": "m", "call": call}


def test_a_history_in_which_all_is_well() -> None:
    merged = {**LO, "content": "Hello", "merged": 2}
    for frames in ([CREATED, HELLO, LO, END], [CREATED, merged, END]):
        verdict = check([*frames_of(*frames), append(1, "a", "1-3"), append(2, "b", "1-4"), ROW])
        assert verdict.holds, verdict.problems
        assert (verdict.clients, verdict.runs, verdict.events) == (1, 1, 4)


@pytest.mark.parametrize(
    ("records", "count"),
    [
        (frames_of(CREATED, LO, END), "lost"),
        (frames_of(CREATED, HELLO, LO), "lost"),
        (frames_of(CREATED, HELLO, LO, {**END, "content": "Hello!"}), "lost"),
        (frames_of(CREATED, HELLO, HELLO, LO, END), "duplicated"),
        (frames_of(CREATED, HELLO, LO, END, {**END, "id": "1-5"}), "duplicated"),
        (frames_of(CREATED, HELLO, LO, CREATED), "reordered"),
        ([append(1, "a", "1-3"), append(1, "b", "1-4")], "two_owners"),
        ([append(2, "b", "1-3"), append(1, "a", "1-4")], "two_owners"),
        (frames_of(CREATED, TOOL, {**TOOL, "id": "1-3"}), "duplicated"),
        (frames_of(CREATED, TOOL, {**SNAPSHOT, "at": "1-2"}, REFUSED), "duplicated"),
        ([*frames_of(CREATED, TOOL), {"kind": "call", "call": "c", "message": "m", "status": "error"}], "lost"),
        ([entry("1-2", "c"), entry("1-3", "c")], "doubled_effects"),
        ([{"kind": "effect", "call": "c"}] * 2, "doubled_effects"),
        ([{"kind": "revision", "message": "m"}], "doubled_effects"),
    ],
)
def test_each_broken_promise_is_seen(records: list[dict[str, Any]], count: str) -> None:
    verdict = check([*records, ROW])
    assert getattr(verdict, count) >= 1
    assert not verdict.holds


THOUGHT = {"type": "reasoning", "id": "1-2", "message_id": "m", "content": "Hm. "}
AFTER_IT = [{**HELLO, "id": "1-3", "content": "Hello"}, END]


def test_reasoning_is_held_to_the_row_as_well() -> None:
    records = frames_of(CREATED, THOUGHT, *AFTER_IT)
    assert check([*records, {**ROW, "reasoning": "Hm. "}]).holds
    assert check([*records, {**ROW, "reasoning": "Hm. So. "}]).lost == 1
    shot = {
        "type": "snapshot",
        "at": "1-4",
        "messages": [{"id": "m", "status": "success", "content": "Hello", "reasoning": "H"}],
    }
    assert check([*frames_of(shot), {**ROW, "reasoning": "Hm. "}]).lost == 1


def test_an_answer_that_never_ends_is_seen() -> None:
    assert check([{**ROW, "status": "running"}]).unfinished == 1


def test_an_answer_that_ended_with_a_fault_of_ours_is_seen() -> None:
    assert check([{**ROW, "status": "error", "error": {"code": "internal"}}]).failed == 1
    assert check([{**ROW, "status": "error", "error": {"code": "gave_up"}}]).failed == 0


MEASURES = {"length": 5, "sha256": sha256(b"Hello").hexdigest()}
LEFT_OUT = {"type": "snapshot", "at": "1-4", "messages": [{"id": "m", "status": "success", **MEASURES}]}


def test_a_text_that_is_left_out_is_held_to_what_it_measures() -> None:
    measured = {**{name: END[name] for name in END if name != "content"}, **MEASURES}
    for frames in ([CREATED, HELLO, LO, measured], [LEFT_OUT]):
        assert check([*frames_of(*frames), ROW]).holds
        assert check([*frames_of(*frames), {**ROW, "content": "Hullo"}]).lost == 1
    assert check([*frames_of(CREATED, HELLO, {**measured, "id": "1-3"}), ROW]).lost >= 1


def test_a_snapshot_that_has_only_the_newest_messages_takes_nothing_else_away() -> None:
    newest = {"type": "snapshot", "at": "2-9", "messages": [], "more": True}
    assert check([*frames_of(CREATED, HELLO, LO, END, newest), ROW]).holds
    assert check([*frames_of(CREATED, HELLO, LO, END, {**newest, "more": False}), ROW]).lost == 1
