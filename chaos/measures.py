"""Waiting times, computed from the history that the checker reads."""

from collections.abc import Iterable

from chaos.history import Record


def percentile_ms(seconds: Iterable[float], percent: float = 99) -> int:
    """0 where nothing was measured."""
    sorted_ms = sorted(round(value * 1000) for value in seconds)
    if not sorted_ms:
        return 0
    return sorted_ms[min(len(sorted_ms) - 1, int(len(sorted_ms) * percent / 100))]


def catch_ups(records: list[Record]) -> list[float]:
    """From each loss of a connection to the frame that says "you are caught up"; an outage of everything not counted."""
    outages = [(fault["began"], fault["until"]) for fault in _finished_faults(records) if fault["outage"]]
    waits: list[float] = []
    cut_at: dict[str, float] = {}
    for record in records:
        if record["kind"] == "cut" and not record["slow"]:  # who reads slowly makes itself wait
            cut_at.setdefault(record["who"], record["at"])
        elif record["kind"] == "frame" and record["frame"]["type"] == "reconnected" and record["who"] in cut_at:
            waits.append(_seconds_outside(outages, cut_at.pop(record["who"]), record["at"]))
    return waits


def _seconds_outside(outages: list[tuple[float, float]], start: float, end: float) -> float:
    for began, until in outages:
        if began <= end and until >= start:
            start = max(start, min(until, end))
    return end - start


def takeovers(records: list[Record]) -> list[float]:
    """From the kill or the pause of a worker to the next event of each answer that it was writing.

    The time in which nobody could take it over, since rows were locked or the database was away, is not counted.
    """
    held_up = [(fault["began"], fault["until"]) for fault in _finished_faults(records) if fault["holds_up_takeovers"]]
    waits: list[float] = []
    for fault in _finished_faults(records):
        if fault["owner"]:
            orphans = _claimed_by(records, fault["owner"], fault["began"])
            began = fault["began"]
            waits += [wait - _overlap(held_up, began, began + wait) for wait in _next_events(records, orphans, began)]
    return waits


def _overlap(spans: list[tuple[float, float]], start: float, end: float) -> float:
    """How much of the time from `start` to `end` lies in any of the spans."""
    overlap = 0.0
    for began, until in sorted(spans):
        overlap += max(0.0, min(until, end) - max(began, start))
        start = max(start, until)
    return overlap


def _finished_faults(records: list[Record]) -> list[Record]:
    return [record for record in records if record["kind"] == "fault" and record["until"] is not None]


def _claimed_by(records: list[Record], pid: str, at: float) -> set[str]:
    """Answers whose newest claim before that moment was this process's, and that had not ended."""
    owner: dict[str, str] = {}
    ended: set[str] = set()
    for record in records:
        if record["at"] >= at:
            break
        if record["kind"] == "claim":
            owner[record["message"]] = record["who"]
        elif record["kind"] == "frame" and record["frame"]["type"] == "finalized":
            ended.add(record["frame"]["message_id"])
    return {message for message, who in owner.items() if who == pid} - ended


def _next_events(records: list[Record], messages: set[str], at: float) -> list[float]:
    """Seconds until somebody saw the first event of the next owner; what was still on its way does not count."""
    claimed: set[str] = set()
    waits: dict[str, float] = {}
    for record in records:
        if record["at"] < at:
            continue
        if record["kind"] == "claim":
            claimed.add(record["message"])
        elif record["kind"] == "frame" and record["frame"].get("message_id") in messages & claimed:
            waits.setdefault(record["frame"]["message_id"], record["at"] - at)
    return list(waits.values())
