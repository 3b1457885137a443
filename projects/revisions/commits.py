"""Writing a revision: its row, and the event that reports it, in one transaction."""

from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from chatstream.rows.outbox import record
from projects.models import Project, Revision
from projects.revisions.rows import conflict, document_of, find_revision, lock_base, newest_number
from projects.revisions.views import to_event
from storyboard.encoding import encode
from storyboard.patch import patch_between
from storyboard.schema import Storyboard
from storyboard.summary import in_words, phrases_between

Cause = Literal["tool", "undo", "edit"]
# Together with the document they say whether a request is a repeat.
_REQUEST_FIELDS = ("cause", "author_id", "message_id", "shows", "made_from", "redo", "restores")


def commit(
    project_id: UUID,
    document: Storyboard,
    *,
    cause: Cause,
    base: int | None = None,
    message_id: UUID | None = None,
    author: Any = None,
) -> Revision | None:
    """Make `document` the newest revision; None if it changes nothing. Raises RequestRefused (`conflict`), see the package."""
    with transaction.atomic():
        before = lock_base(project_id, base)
        return commit_after(before, project_id, document, cause=cause, message_id=message_id, author=author)


def commit_after(
    before: Revision | None,
    project_id: UUID,
    document: Storyboard,
    *,
    cause: Cause,
    message_id: UUID | None = None,
    author: Any = None,
) -> Revision | None:
    """Like `commit`, from the revision `before`, which `lock_newest` or `lock_base` has returned in this transaction."""
    if before is not None and document_of(before) == document:
        if before.number != newest_number(project_id):
            raise conflict()
        return None
    revision = next_revision(before, project_id, document)
    revision.cause, revision.message_id, revision.author = cause, message_id, author
    return save(revision, before)


def next_revision(before: Revision | None, project_id: UUID, document: Storyboard) -> Revision:
    """The revision after `before`, not yet saved, as an ordinary change makes it."""
    number = before.number + 1 if before else 1
    revision = Revision(
        project_id=project_id,
        number=number,
        shows=number,
        made_from=before.shows if before else 0,
        document=encode(document),
    )
    revision.storyboard = document
    return revision


def save(revision: Revision, before: Revision | None) -> Revision:
    """Write the revision, with its changes in words and as a patch, and record the event.

    Raises RequestRefused (`conflict`) if `before` is no longer the newest, unless this is a repeat: then returns the first one.
    """
    if revision.number <= newest_number(revision.project_id):
        return _find_first(revision)
    old, new = document_of(before), revision.storyboard
    phrases = phrases_between(old, new)
    revision.summary, revision.phrases = in_words(phrases), [each.to_json() for each in phrases]
    revision.patch = patch_between(old, new)
    revision.branch = Project.objects.values_list("branch", flat=True).get(pk=revision.project_id)
    revision.save(force_insert=True)
    _clear_chosen_scene(revision.project_id, new)
    record(revision.project_id, to_event(revision))
    return revision


def _find_first(repeat: Revision) -> Revision:
    """The revision that the same request has made before. Raises RequestRefused (`conflict`) if another one has."""
    first = find_revision(repeat.project_id, repeat.number)
    by_hand = repeat.author_id is not None and repeat.message_id is None
    if not by_hand or first is None or any(getattr(first, name) != getattr(repeat, name) for name in _REQUEST_FIELDS):
        raise conflict()
    if document_of(first) != repeat.storyboard:
        raise conflict()
    return first


def _clear_chosen_scene(project_id: UUID, document: Storyboard) -> None:
    """Forget a chosen scene that the document lacks: a later document may have another one with its id."""
    there = [scene.id for scene in document.scenes]
    Project.objects.filter(pk=project_id).exclude(chosen_scene__in=["", *there]).update(chosen_scene="")
