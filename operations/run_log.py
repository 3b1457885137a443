"""The events of a run as the log has them, for an operator: without the words, deltas in a row as one line."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from chatstream.log.entries import Entry
from chatstream.rows.database import off_loop
from chatstream.rows.logged_messages import read_logged_entries
from chatstream.wire.errors import NotFound
from operations.models import Run

TEXTS = ("delta", "reasoning")
SHOWN = ("status", "attempt", "name", "code", "finish_reason", "revision", "role")


async def read_run_log(message_id: UUID) -> dict[str, Any]:
    """`{ended, whole, events: [{id, ts?, type, what}]}`; `whole`: the log still has its beginning.

    Raises NotFound, RedisError, django.db.Error.
    """
    run = await off_loop(Run.objects.filter(pk=message_id).first)()
    if run is None:
        raise NotFound("There is no such run.")
    entries = await read_logged_entries(run.project_id, run.pk)
    whole = bool(entries) and entries[0].type == "message_created"
    return {"ended": run.ended, "whole": whole, "events": list(_lines(entries))}


def _lines(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for kind, group in groupby(entries, key=lambda entry: entry.type if entry.type in TEXTS else None):
        if kind is None:
            yield from (_line(entry) for entry in group)
        else:
            yield _text_line(kind, list(group))


def _line(entry: Entry) -> dict[str, Any]:
    event = entry.event()
    what = ", ".join(f"{name} {event[name]}" for name in SHOWN if event.get(name) is not None)
    return {"id": str(entry.position), "ts": event.get("ts"), "type": entry.type, "what": what}


def _text_line(kind: str, entries: list[Entry]) -> dict[str, Any]:
    first, last = entries[0], entries[-1]
    events = sum(entry.merged for entry in entries)
    characters = sum(len(entry.event()["content"]) for entry in entries)
    return {
        "id": str(last.position)
        if events == 1
        else f"{first.before.epoch}-{first.before.seq + 1} … {last.position.seq}",
        "ts": first.event().get("ts"),
        "type": kind,
        "what": f"{characters} characters in {events} event{'s' if events > 1 else ''}",
    }
