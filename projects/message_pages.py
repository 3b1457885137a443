"""A project's messages in pages. Blocks."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from chatstream.rows.message_view import view
from chatstream.wire.snapshot_frame import newest_within
from chatstream.wire.views import MessageView
from projects.actions import get_project
from projects.branches import path_of
from projects.message_rows import add_related_rows
from projects.models import Message, Project

MESSAGES = 50  # the newest page; older ones are fetched when the reader scrolls up
PAGE_MAX_BYTES = 2 * 1024 * 1024  # of a page over HTTP, where no server has a limit; a single message may be larger


def older_messages(user: Any, project_id: UUID, before: UUID | None) -> tuple[list[MessageView], bool]:
    """The page before the message `before`, oldest first, and whether there are older ones. Raises NotFound."""
    project = get_project(user, project_id)
    edge = project.messages.filter(pk=before).only("position", "branch").first() if before else None
    messages, more = read_page(project, edge)
    return limit_page([view(message) for message in messages], more)


def read_page(project: Project, before: Message | None) -> tuple[list[Message], bool]:
    """At most MESSAGES, oldest first, and whether there are older ones.

    The newest of the conversation that is shown, or those that lead to the message `before`, whichever branch it is of.
    """
    path = path_of(project.pk, project.branch if before is None else before.branch)
    rows: QuerySet[Message] = project.messages.filter(path.messages()).order_by("-position")
    if before is not None:
        rows = rows.filter(position__lt=before.position)
    newest = list(rows[: MESSAGES + 1])
    page = newest[:MESSAGES][::-1]
    add_related_rows(page)
    return page, len(newest) > MESSAGES


def limit_page(messages: list[MessageView], more: bool) -> tuple[list[MessageView], bool]:
    """The newest of the page that fit into PAGE_MAX_BYTES, and whether there are older ones."""
    within = newest_within(messages, PAGE_MAX_BYTES)
    return messages[len(messages) - len(within) :], more or len(within) < len(messages)
