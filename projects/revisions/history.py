"""Undo, redo, restore, and a change of branch: each shows an older document, as a revision more."""

from typing import Any
from uuid import UUID

from django.db import transaction

from chatstream.wire.errors import RequestRefused
from projects.models import Revision
from projects.revisions.commits import next_revision, save
from projects.revisions.rows import document_of, find_revision, load, lock_base, lock_newest
from storyboard.compose import blank
from storyboard.palettes import DEFAULT
from storyboard.schema import Storyboard


def undo(project_id: UUID, author: Any = None, message_id: UUID | None = None, base: int | None = None) -> Revision:
    """Show the document before the last change: all that one message did, or one edit by hand.

    Raises RequestRefused (`conflict`) if there is nothing before it, and as the package says of `base`.
    """
    with transaction.atomic():
        start = lock_base(project_id, base)
        before = _number_before_change(project_id, start.shows) if start else 0
        if start is None or before == 0:
            raise RequestRefused("conflict", "There is nothing to undo.")
        return _show(start, before, [start.shows, *start.redo], author, message_id)


def _number_before_change(project_id: UUID, number: int) -> int:
    """The revision that the change with this number, and those of the same message right before it, began from; 0: none."""
    history = Revision.objects.filter(project_id=project_id).values_list("number", "made_from", "message_id")
    _, before, message_id = history.get(number=number)
    while message_id is not None and before:
        _, earlier, its_message_id = history.get(number=before)
        if its_message_id != message_id:
            break
        before = earlier
    return before


def redo(project_id: UUID, author: Any = None, message_id: UUID | None = None, base: int | None = None) -> Revision:
    """Show the document from before the last undo.

    Raises RequestRefused (`conflict`) if nothing was undone since the last change, and as the package says of `base`.
    """
    with transaction.atomic():
        start = lock_base(project_id, base)
        if start is None or not start.redo:
            raise RequestRefused("conflict", "There is nothing to redo.")
        return _show(start, start.redo[0], start.redo[1:], author, message_id)


def restore(project_id: UUID, number: int, author: Any = None, base: int | None = None) -> Revision:
    """Show an older revision again. What came after it stays in the history, and undo leads back to it.

    Raises RequestRefused (`not_found`), and as the package says of `base`.
    """
    with transaction.atomic():
        start = lock_base(project_id, base)
        if start is None or find_revision(project_id, number) is None:
            raise RequestRefused("not_found", "There is no such revision.")
        return _restore(start, number, _load_numbered(project_id, number), author)


def restore_for_message(project_id: UUID, number: int, message_id: UUID, author: Any = None) -> Revision | None:
    """Like `restore`, as a change that the message makes; 0: the start, before any video. None if it changes nothing."""
    with transaction.atomic():
        newest, document = lock_newest(project_id), _load_numbered(project_id, number)
        if newest is None or document_of(newest) == document:
            return None
        return _restore(newest, number, document, author, message_id)


def show_for_branch(project_id: UUID, number: int, message_id: UUID, author: Any = None) -> Revision | None:
    """Show the film of a branch of the conversation, in the name of the message that it begins with.

    Undo and redo go on from revision `number`; 0: from the start, before any video. None if that is the newest, or there is none.
    """
    newest = lock_newest(project_id)
    if newest is None or newest.number == number:
        return None
    if number:
        redo = Revision.objects.values_list("redo", flat=True).get(project_id=project_id, number=number)
        return _show(newest, number, redo, author, message_id)
    revision = next_revision(newest, project_id, _load_numbered(project_id, 0))
    revision.made_from = revision.restores = 0
    revision.cause, revision.author, revision.message_id = Revision.Cause.UNDO, author, message_id
    return save(revision, newest)


def _restore(
    start: Revision, number: int, document: Storyboard, author: Any, message_id: UUID | None = None
) -> Revision:
    revision = next_revision(start, start.project_id, document)
    revision.restores = number
    revision.cause, revision.author, revision.message_id = Revision.Cause.UNDO, author, message_id
    return save(revision, start)


def _load_numbered(project_id: UUID, number: int) -> Storyboard:
    if number == 0:
        return blank("landscape", DEFAULT)
    return load(Revision.objects.values_list("document", flat=True).get(project_id=project_id, number=number))


def _show(start: Revision, number: int, redo: list[int], author: Any, message_id: UUID | None) -> Revision:
    """A revision more that shows the document of revision `number`, and is undone and redone like that one."""
    target = Revision.objects.get(project_id=start.project_id, number=number)  # revisions are never deleted
    revision = next_revision(start, start.project_id, load(target.document))
    revision.shows, revision.made_from, revision.redo = target.shows, target.made_from, redo
    revision.cause, revision.author, revision.message_id = Revision.Cause.UNDO, author, message_id
    return save(revision, start)
