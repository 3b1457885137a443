"""A replay does not wait for what a person took days to decide."""

from typing import Any

SHOWN_MS = 1500


def without_waits(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events, oldest first, with at most SHOWN_MS between a `waiting`, what a person adds then, and the event after it."""
    cut, before, is_waiting, moved = 0, 0, False, []
    for event in events:
        if is_waiting:
            cut += max(0, event["ts"] - before - SHOWN_MS)
        moved.append({**event, "ts": event["ts"] - cut})
        is_waiting = event.get("status") == "waiting" or (is_waiting and event["type"] == "steering")
        before = event["ts"]
    return moved
