"""A replay does not wait for what a person took days to decide."""

from typing import Any

SHOWN_MS = 1500


def without_waits(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events, oldest first, with at most SHOWN_MS between a `waiting` and the event after it."""
    cut, before, moved = 0, None, []
    for event in events:
        if before is not None and before.get("status") == "waiting":
            cut += max(0, event["ts"] - before["ts"] - SHOWN_MS)
        moved.append({**event, "ts": event["ts"] - cut})
        before = event
    return moved
