"""The list of a user's projects in pages, newest first. A page begins after a cursor, not after a number of rows.

So a page costs the same however far down it is, and nothing is shown twice or left out while others are made or deleted.
Blocks.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from chatstream.wire.errors import RequestRefused
from projects.models import UNTITLED, Message, Project, ProjectQuerySet, Revision, projects_for
from projects.search import matching

PAGE = 100
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9a-f]{32})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Page:
    """`next`: the cursor of the following page, for `before`; None: this was the last page."""

    projects: list[Project]
    next: str | None


def project_page(user: Any, before: str | None = None, limit: int = PAGE) -> Page:
    """At most `limit` projects after the cursor `before`. Raises RequestRefused for a malformed cursor."""
    return _page(projects_after(user, before), limit)


def listed_page(user: Any, before: str | None = None, limit: int = PAGE, words: str = "") -> Page:
    """The same for a person to look at, without those that have neither a name nor a message nor a video.

    `words`: those alone that have each of them in the title or in a text. Each project has `revision`, the number of its newest
    one or None, and `is_live`, whether an answer is unfinished. Raises RequestRefused for a malformed cursor.
    """
    rows = _with_state(_without_empty(projects_after(user, before)))
    return _page(matching(rows, user, words) if words else rows, limit)


def _page(rows: QuerySet[Project], limit: int) -> Page:
    found = list(rows[: limit + 1])
    page = found[:limit]
    return Page(page, _place_of(page[-1]) if len(found) > limit else None)


def projects_after(user: Any, before: str | None) -> ProjectQuerySet:
    rows = projects_for(user)
    if before is None:
        return rows
    updated, project_id = _parse(before)
    # The first condition is what the index is used for; the second is exact.
    return rows.filter(updated__lte=updated).filter(Q(updated__lt=updated) | Q(pk__lt=project_id))


def _without_empty(rows: QuerySet[Project]) -> QuerySet[Project]:
    of_project = {"project": OuterRef("pk")}
    has_content = Exists(Message.objects.filter(**of_project)) | Exists(Revision.objects.filter(**of_project))
    return rows.filter(Q(titled_by_person=True) | ~Q(title=UNTITLED) | has_content)


def _with_state(rows: QuerySet[Project]) -> QuerySet[Project]:
    newest = Revision.objects.filter(project=OuterRef("pk")).order_by("-number").values("number")[:1]
    unfinished = Message.objects.unfinished_answers().filter(project=OuterRef("pk"))
    return rows.annotate(revision=Subquery(newest), is_live=Exists(unfinished))


def _place_of(project: Project) -> str:
    return f"{(project.updated - _EPOCH) // _MICROSECOND}-{project.pk.hex}"


def _parse(before: str) -> tuple[datetime, UUID]:
    match = _CURSOR.fullmatch(before)
    if match is None:
        raise RequestRefused("invalid", "`before` is the `next` of an earlier page.")
    return _EPOCH + int(match[1]) * _MICROSECOND, UUID(match[2])
