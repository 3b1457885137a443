"""The attempts at a run, from its events: what each did, side by side."""

from collections.abc import Iterable
from typing import Any

from chatstream.log.entries import Entry

Attempt = dict[str, Any]


def attempts_of(entries: Iterable[Entry]) -> list[Attempt]:
    """`[{number, begin, first_word, end, characters, tools, outcome}]`; times in ms since 1970, None for what has not been.

    `characters`: those that were written in it, not those that it restated. `outcome`: how it ended; "" for one that goes on.
    """
    attempts: list[Attempt] = []
    for entry in entries:
        event = entry.event()
        number = event.get("attempt") if entry.type == "status" else None
        if number and (not attempts or number > attempts[-1]["number"]):
            if attempts:
                attempts[-1] |= {"end": event["ts"], "outcome": "taken over"}
            attempts.append(_begun(number, event["ts"]))
        elif attempts:
            _count(attempts[-1], entry.type, event)
    return attempts


def _begun(number: int, ts: int) -> Attempt:
    times = {"begin": ts, "first_word": None, "end": None}
    return {"number": number, **times, "characters": 0, "tools": 0, "outcome": ""}


def _count(attempt: Attempt, kind: str, event: dict[str, Any]) -> None:
    if kind == "delta":
        attempt["first_word"] = attempt["first_word"] or event["ts"]
        attempt["characters"] += len(event["content"])
    elif kind == "tool_result":
        attempt["tools"] += 1
    elif kind == "finalized":
        attempt |= {"end": event["ts"], "outcome": event["status"]}
