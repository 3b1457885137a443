"""The events of a run as the log has them, for an operator: without the words, those of a kind in a row as one line."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import get_log
from chatstream.rows.database import off_loop
from chatstream.wire.errors import NotFound
from operations.models import Run
from operations.run_attempts import attempts_of

Line = dict[str, Any]

TEXTS = ("delta", "reasoning")
FOLDED = (*TEXTS, "tool_progress")
SHOWN = ("status", "attempt", "name", "code", "finish_reason", "revision", "role")


async def read_run_log(message_id: UUID) -> dict[str, Any]:
    """`{ended, whole, at, attempts, events: [{id, ts, type, what, count, characters}]}`, the oldest first.

    `whole`: the log still has its beginning. `at`: the position up to which it was read. A line of the type `gap` stands where
    events that the log should have are missing; `count` of them.
    Raises NotFound, RedisError, django.db.Error.
    """
    run = await off_loop(Run.objects.filter(pk=message_id).first)()
    if run is None:
        raise NotFound("There is no such run.")
    at = await get_log().head(str(run.project_id))
    read = await _read(str(run.project_id), at, str(run.pk))
    entries = [each for each in read if isinstance(each, Entry)]
    return {
        "ended": run.ended,
        "whole": bool(entries) and entries[0].type == "message_created",
        "at": str(at),
        "attempts": attempts_of(entries),
        "events": list(lines_of(read)),
    }


def lines_of(read: Iterable[Entry | Line]) -> Iterator[Line]:
    """A line for each, or for each row of a type that is folded."""
    for kind, group in groupby(read, key=_fold_key):
        if kind is None:
            yield from (_line(each) if isinstance(each, Entry) else each for each in group)
        else:
            yield _folded([each for each in group if isinstance(each, Entry)])


async def _read(stream: str, until: Position, message_id: str) -> list[Entry | Line]:
    """The entries of the message, with a line for each gap of the log among them; read backwards as far as needed."""
    wanted: list[Entry | Line] = []
    newer: Entry | None = None
    while page := await get_log().read_back(stream, until):
        for entry in reversed(page):
            if newer is not None and entry.position != newer.before:
                wanted.append(_gap(entry, newer))
            newer = entry
            if entry.message_id == message_id:
                wanted.append(entry)
                if entry.type == "message_created":
                    return wanted[::-1]
        if page[0].before.seq == 0:
            break
        until = page[0].before
    return wanted[::-1]


def _gap(older: Entry, newer: Entry) -> Line:
    missing = newer.before.seq - older.position.seq
    return {
        "id": str(newer.before),
        "ts": None,
        "type": "gap",
        "what": f"{missing} events are missing",
        "count": missing,
    }


def _fold_key(each: Entry | Line) -> str | None:
    return each.type if isinstance(each, Entry) and each.type in FOLDED else None


def _line(entry: Entry) -> Line:
    event = entry.event()
    what = ", ".join(f"{name} {event[name]}" for name in SHOWN if event.get(name) is not None)
    return {"id": str(entry.position), "ts": event.get("ts"), "type": entry.type, "what": what, "count": 1}


def _folded(entries: list[Entry]) -> Line:
    count = sum(entry.merged for entry in entries)
    line: Line = {"id": str(entries[-1].position), "ts": entries[0].event().get("ts"), "type": entries[0].type}
    if line["type"] in TEXTS:
        return line | {"what": "", "count": count, "characters": sum(len(each.event()["content"]) for each in entries)}
    return line | {"what": _line(entries[-1])["what"], "count": count}
