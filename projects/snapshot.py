"""A snapshot, true as of its `at`: head first, then the database, then the log's events of answers that have not ended."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from chatstream.follow.fold import MessageState, fold
from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import PAGE, Log, get_log
from chatstream.wire.base import utf8_length
from chatstream.wire.errors import NotFound
from chatstream.wire.limits import INLINE_MAX_BYTES
from chatstream.wire.snapshot_frame import newest_within
from chatstream.wire.views import MessageDocument, MessageView, Snapshot, StatePart
from projects import revisions
from projects.actions import get_project
from projects.database import off_loop
from projects.message_view import add_calls_and_pictures, view, view_from_events, view_without_events
from projects.models import Message, OutboxEvent, Project, projects_for
from projects.outbox import flush

MESSAGES = 50  # the newest page; older ones are fetched when the reader scrolls up
PAGE_MAX_BYTES = 2 * 1024 * 1024  # of a page over HTTP, where no server has a limit; a single message may be larger

_EventKeys = set[
    tuple[str, UUID | None]
]  # (type, message id) of events that the log does not have, or has only after the snapshot's position


@dataclass(frozen=True, slots=True)
class _Rows:
    project: Project
    messages: list[Message]
    more: bool
    storyboard: dict[str, Any] | None
    waiting: _EventKeys


async def take_snapshot(user: Any, project_id: UUID) -> Snapshot:
    """For a reader who follows: a long text that is still being written is left to the events after `at`.

    Raises NotFound, RedisError.
    """
    return await _take(user, project_id, until_long_text=True)


async def take_whole_snapshot(user: Any, project_id: UUID) -> Snapshot:
    """True as of the newest event, with every text of the page; a page of at most PAGE_MAX_BYTES. Raises NotFound, RedisError."""
    snapshot = await _take(user, project_id, until_long_text=False)
    messages, more = _limit_page(snapshot.messages, snapshot.project["more"])
    return snapshot.model_copy(update={"messages": messages, "project": {**snapshot.project, "more": more}})


async def read_message(user: Any, message_id: UUID) -> MessageDocument:
    """One message, whole, as of the newest event. Raises NotFound, RedisError."""
    project_id = await _project_of(user, message_id)
    log = get_log()
    await flush(project_id)
    at = await log.head(str(project_id))
    message, waiting = await _read_row(message_id)
    missing = waiting | await _event_keys_after(log, project_id, at)
    message_view = await _view_at(log, at, message, missing)
    return MessageDocument(at=str(at), **{name: getattr(message_view, name) for name in MessageView.model_fields})


async def _take(user: Any, project_id: UUID, until_long_text: bool) -> Snapshot:
    """A message that ended after the head was read is shown as the log has it at the head, not as its row has it already:
    else the deltas that follow would come twice.
    """
    log = get_log()
    await flush(project_id)
    at = await log.head(str(project_id))
    rows = await _read_rows(user, project_id)
    missing = rows.waiting | await _event_keys_after(log, project_id, at)
    if until_long_text:
        earlier = await _before_long_text(log, at, [message for message in rows.messages if _is_open(message, missing)])
        if earlier != at:
            at, missing = earlier, rows.waiting | await _event_keys_after(log, project_id, earlier)
    messages = [message for message in rows.messages if ("message_created", message.pk) not in missing]
    return Snapshot(
        at=str(at),
        project=project_view(rows.project, more=rows.more),
        messages=[await _view_at(log, at, message, missing) for message in messages],
        state={"storyboard": _storyboard_part(rows.storyboard)},
    )


def _storyboard_part(storyboard: dict[str, Any] | None) -> StatePart:
    return StatePart(value=storyboard, substitute={"storyboard_revision": storyboard["revision"]} if storyboard else {})


async def _event_keys_after(log: Log, project_id: UUID, at: Position) -> _EventKeys:
    missing: _EventKeys = set()
    while True:
        [page] = await log.read_after([(str(project_id), at)])
        missing |= {(entry.type, _uuid(entry.message_id)) for entry in page}
        if len(page) < PAGE:
            return missing
        at = page[-1].position


async def _before_long_text(log: Log, at: Position, answers: list[Message]) -> Position:
    """`at`, or where the first text of these began that would be too long for a frame: the log has all of it."""
    for answer in answers:
        entries = await _entries_until(log, answer.project_id, at, answer.pk)
        if utf8_length(fold(entry.event() for entry in entries).content) > INLINE_MAX_BYTES:
            at = next((entry.position for entry in reversed(entries) if _begins_text(entry)), at)
    return at


def _begins_text(entry: Entry) -> bool:
    return entry.type == "message_created" or (entry.type == "status" and entry.event()["status"] == "restarted")


def _is_open(message: Message, missing: _EventKeys) -> bool:
    """Whether the log, and not the row, has the message as of the snapshot."""
    return message.role != "user" and (not message.ended or ("finalized", message.pk) in missing)


async def _view_at(log: Log, at: Position, message: Message, missing: _EventKeys) -> MessageView:
    if not _is_open(message, missing):
        return view(message)
    state = await _state_at(log, message.project_id, at, message.pk)
    return view_without_events(message) if state is None else view_from_events(message, state)


def project_view(project: Project, more: bool) -> dict[str, Any]:
    return {"id": str(project.pk), "title": project.title, "more": more, "chosen_scene": project.chosen_scene or None}


def older_messages(user: Any, project_id: UUID, before: UUID | None) -> tuple[list[MessageView], bool]:
    """The page of messages before `before`, oldest first, and whether there are more. Blocks. Raises NotFound."""
    project = get_project(user, project_id)
    edge = project.messages.filter(pk=before).values_list("position", flat=True).first() if before else None
    messages, more = _page(project, edge)
    return _limit_page([view(message) for message in messages], more)


def _limit_page(messages: list[MessageView], more: bool) -> tuple[list[MessageView], bool]:
    """The newest of the page, all of them with their texts, and whether there are older ones."""
    within = newest_within(messages, PAGE_MAX_BYTES)
    return messages[len(messages) - len(within) :], more or len(within) < len(messages)


@off_loop
def _project_of(user: Any, message_id: UUID) -> UUID:
    message = Message.objects.filter(project__in=projects_for(user), pk=message_id).only("project_id").first()
    if message is None:
        raise NotFound("There is no such message.")
    return message.project_id


@off_loop
def _read_row(message_id: UUID) -> tuple[Message, _EventKeys]:
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise NotFound("There is no such message.")
    add_calls_and_pictures([message])
    return message, set(OutboxEvent.objects.filter(project=message.project_id).values_list("type", "message_id"))


@off_loop
def _read_rows(user: Any, project_id: UUID) -> _Rows:
    project = get_project(user, project_id)
    messages, more = _page(project, None)
    waiting = OutboxEvent.objects.filter(project=project).values_list("type", "message_id")
    return _Rows(project, messages, more, revisions.to_snapshot(revisions.current(project.pk)), set(waiting))


def _page(project: Project, before: int | None) -> tuple[list[Message], bool]:
    rows: QuerySet[Message] = project.messages.order_by("-position")
    if before is not None:
        rows = rows.filter(position__lt=before)
    newest = list(rows[: MESSAGES + 1])
    page = newest[:MESSAGES][::-1]
    add_calls_and_pictures(page)
    return page, len(newest) > MESSAGES


async def state_in_the_log(project_id: UUID, message_id: UUID) -> MessageState | None:
    """What the log's events of a message come to; None if it has none. Raises RedisError."""
    log = get_log()
    return await _state_at(log, project_id, await log.head(str(project_id)), message_id)


async def _state_at(log: Log, project_id: UUID, at: Position, message_id: UUID) -> MessageState | None:
    """What the log's events up to `at` make of a message; None if it has none."""
    entries = await _entries_until(log, project_id, at, message_id)
    return fold(entry.event() for entry in entries) if entries else None


async def _entries_until(log: Log, project_id: UUID, at: Position, message_id: UUID) -> list[Entry]:
    """The events of a message up to `at`, oldest first, read backwards as far as needed."""
    wanted: list[Entry] = []
    until = at
    while True:
        page = await log.read_back(str(project_id), until)
        mine = [entry for entry in page if entry.message_id == str(message_id)]
        wanted = mine + wanted
        if not page or page[0].before.seq == 0 or any(entry.type == "message_created" for entry in mine):
            return wanted
        until = page[0].before


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
