"""The snapshot of a project, and single messages: the rows behind what chatstream composes."""

from functools import partial
from typing import Any
from uuid import UUID

from chatstream.rows import snapshot
from chatstream.rows.database import off_loop
from chatstream.rows.snapshot import StreamRows
from chatstream.wire.errors import NotFound
from chatstream.wire.views import MessageDocument, Snapshot, StatePart
from projects import revisions
from projects.actions import get_project
from projects.message_pages import limit_page, read_page
from projects.message_rows import add_related_rows
from projects.models import Message, Project, projects_for


async def take_snapshot(user: Any, project_id: UUID) -> Snapshot:
    """For a reader who follows. Raises NotFound, RedisError."""
    return await snapshot.take_snapshot(project_id, partial(_read_rows, user, project_id))


async def take_whole_snapshot(user: Any, project_id: UUID) -> Snapshot:
    """True as of the newest event, with every text of the page; a page of at most PAGE_MAX_BYTES. Raises NotFound, RedisError."""
    whole = await snapshot.take_whole_snapshot(project_id, partial(_read_rows, user, project_id))
    messages, more = limit_page(whole.messages, whole.project["more"])
    return whole.model_copy(update={"messages": messages, "project": {**whole.project, "more": more}})


async def read_message(user: Any, message_id: UUID) -> MessageDocument:
    """One message, whole, as of the newest event. Raises NotFound, RedisError."""
    return await snapshot.read_message(await _project_of(user, message_id), partial(_read_message, message_id))


def project_view(project: Project, more: bool) -> dict[str, Any]:
    return {"id": str(project.pk), "title": project.title, "more": more, "chosen_scene": project.chosen_scene or None}


@off_loop
def _project_of(user: Any, message_id: UUID) -> UUID:
    message = Message.objects.filter(project__in=projects_for(user), pk=message_id).only("project_id").first()
    if message is None:
        raise NotFound("There is no such message.")
    return message.project_id


def _read_message(message_id: UUID) -> Message:
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise NotFound("There is no such message.")
    add_related_rows([message])
    return message


def _read_rows(user: Any, project_id: UUID) -> StreamRows:
    project = get_project(user, project_id)
    messages, more = read_page(project, None)
    storyboard = revisions.to_snapshot(revisions.current(project.pk))
    substitute = {"storyboard_revision": storyboard["revision"]} if storyboard else {}
    return StreamRows(
        project_view(project, more), messages, {"storyboard": StatePart(value=storyboard, substitute=substitute)}
    )
