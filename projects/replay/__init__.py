"""The making of an answer, to be watched again: its events in their order, with the times at which they happened."""

from typing import Any
from uuid import UUID

from redis.exceptions import RedisError

from chatstream.rows.database import off_loop
from chatstream.rows.logged_messages import read_whole_message
from chatstream.wire.errors import RequestRefused
from projects.actions import get_answer
from projects.models import Message, Revision
from projects.replay.rows import events_of_rows
from projects.replay.waits import without_waits

LEFT_OUT = ("storyboard", "id", "merged")  # a reader fetches the documents that it shows, by their revision


async def read_replay(user: Any, message_id: UUID) -> dict[str, Any]:
    """`{from, revision, events}`: from the `log`, or from the `rows` where the log has less than the whole answer.

    `revision`: of the video when the answer began, 0 for none. Raises NotFound, RequestRefused (`conflict`) for an answer that
    has not ended.
    """
    answer = await off_loop(get_answer)(user, None, message_id)
    if not answer.ended:
        raise RequestRefused("conflict", "This answer is still being written.")
    revision = await off_loop(_revision_before)(answer)
    if (events := await _logged_events(answer)) is not None:
        return {"from": "log", "revision": revision, "events": events}
    return {"from": "rows", "revision": revision, "events": await off_loop(events_of_rows)(answer)}


async def _logged_events(answer: Message) -> list[dict[str, Any]] | None:
    """From the first event of the run to its end; None if the log does not have them all, or cannot be reached."""
    try:
        entries = await read_whole_message(answer.project_id, answer.pk)
    except (RedisError, OSError):
        return None
    events = [entry.event() for entry in entries]
    end = next((place for place, event in enumerate(events) if event["type"] == "finalized"), None)
    if end is None:
        return None
    return without_waits([_without_documents(event) for event in events[: end + 1]])


def _without_documents(event: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in LEFT_OUT}


def _revision_before(answer: Message) -> int:
    earlier = Revision.objects.filter(project_id=answer.project_id, created__lt=answer.started or answer.created)
    return earlier.values_list("number", flat=True).last() or 0
