"""The history of a storyboard: every accepted change is one revision more; undo, redo and restore are revisions too.

All of these block and must run off the loop. Whoever changes a storyboard holds the project's row meanwhile, so that two
changes at once are one after the other.

`base` is the revision that a change is made from. A person's change that is asked for again from the same base is a repeat,
whose answer was lost: it returns the revision that the first one has made. From any other but the newest it is refused.
"""

from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from chatstream.wire.errors import RequestRefused
from projects.events import StoryboardChanged
from projects.models import Project, Revision
from projects.outbox import record
from storyboard.compose import blank
from storyboard.encoding import NewerDocument, decode, encode, to_json
from storyboard.palettes import DEFAULT
from storyboard.patch import patch_between
from storyboard.schema import Storyboard
from storyboard.summary import summary

Cause = Literal["tool", "undo", "edit"]
_ASKED = (
    "cause",
    "author_id",
    "message_id",
    "shows",
    "made_from",
    "redo",
    "restores",
)  # with the document, tells changes apart


def current(project_id: UUID) -> Revision | None:
    """The newest revision; None for a project without a storyboard."""
    return Revision.objects.filter(project_id=project_id).last()


def held(project_id: UUID) -> Revision | None:
    """The newest revision, which nobody else can follow up until this transaction ends."""
    Project.objects.select_for_update(no_key=True).get(pk=project_id)
    return current(project_id)


def held_from(project_id: UUID, base: int | None) -> Revision | None:
    """Like `held`, but the revision `base`, if it is given; 0: none. Raises RequestRefused (`conflict`) if it is not there."""
    newest = held(project_id)
    if base is None or base == (newest.number if newest else 0):
        return newest
    if (revision := _numbered(project_id, base)) is None:
        raise _moved_on()
    return revision


def document_of(revision: Revision | None) -> Storyboard | None:
    """Raises RequestRefused (`unavailable`) for a document of a newer version."""
    return read(revision.document) if revision is not None else None


def read(document: str) -> Storyboard:
    """Raises as `document_of` does."""
    try:
        return decode(document)
    except NewerDocument as newer:
        raise RequestRefused("unavailable", str(newer)) from None


def commit(
    project_id: UUID,
    document: Storyboard,
    *,
    cause: Cause,
    base: int | None = None,
    message_id: UUID | None = None,
    author: Any = None,
) -> Revision | None:
    """Make `document` the newest revision; None if it changes nothing. Raises RequestRefused (`conflict`), see `base` above."""
    with transaction.atomic():
        before = held_from(project_id, base)
        if before is not None and document_of(before) == document:
            if before.number != _newest_number(project_id):
                raise _moved_on()
            return None
        revision = _following(before, project_id, document)
        revision.cause, revision.message_id, revision.author = cause, message_id, author
        return _save(revision, before)


def undo(project_id: UUID, author: Any = None, message_id: UUID | None = None, base: int | None = None) -> Revision:
    """Show what was there before the last change: all that one message did, or one edit by hand.

    Raises RequestRefused (`conflict`) if there is nothing before it, and see `base` above.
    """
    with transaction.atomic():
        start = held_from(project_id, base)
        before = _before_what(project_id, start.shows) if start else 0
        if start is None or before == 0:
            raise RequestRefused("conflict", "There is nothing to undo.")
        return _show(start, before, [start.shows, *start.redo], author, message_id)


def _before_what(project_id: UUID, number: int) -> int:
    """The revision that the change with this number, and those of the same message right before it, began from; 0: none."""
    history = Revision.objects.filter(project_id=project_id).values_list("number", "made_from", "message_id")
    _, before, message_id = history.get(number=number)
    while message_id is not None and before:
        _, earlier, whose = history.get(number=before)
        if whose != message_id:
            break
        before = earlier
    return before


def redo(project_id: UUID, author: Any = None, message_id: UUID | None = None, base: int | None = None) -> Revision:
    """Show again what undo took away last, all of it.

    Raises RequestRefused (`conflict`) if nothing was undone since the last change, and see `base` above.
    """
    with transaction.atomic():
        start = held_from(project_id, base)
        if start is None or not start.redo:
            raise RequestRefused("conflict", "There is nothing to redo.")
        return _show(start, start.redo[0], start.redo[1:], author, message_id)


def restore(project_id: UUID, number: int, author: Any = None, base: int | None = None) -> Revision:
    """Show an old revision again. What came after it stays in the history, and undo leads back to it.

    Raises RequestRefused (`not_found`), and see `base` above.
    """
    with transaction.atomic():
        start = held_from(project_id, base)
        if start is None or _numbered(project_id, number) is None:
            raise RequestRefused("not_found", "There is no such revision.")
        return _restore(start, number, author)


def go_to(project_id: UUID, number: int, message_id: UUID, author: Any = None) -> Revision | None:
    """Like `restore`, as what a message did; 0: the start, before any video. None if that is what is shown already."""
    with transaction.atomic():
        newest = held(project_id)
        if newest is None or document_of(newest) == _document_at(project_id, number):
            return None
        return _restore(newest, number, author, message_id)


def _restore(start: Revision, number: int, author: Any, message_id: UUID | None = None) -> Revision:
    revision = _following(start, start.project_id, _document_at(start.project_id, number))
    revision.restores = number
    revision.cause, revision.author, revision.message_id = Revision.Cause.UNDO, author, message_id
    return _save(revision, start)


def _document_at(project_id: UUID, number: int) -> Storyboard:
    if number == 0:
        return blank("landscape", DEFAULT)
    return read(Revision.objects.values_list("document", flat=True).get(project_id=project_id, number=number))


def _show(start: Revision, number: int, rest: list[int], author: Any, message_id: UUID | None) -> Revision:
    """A revision more that shows the document of an earlier one, and stands in its place for what comes next."""
    wanted = Revision.objects.get(project_id=start.project_id, number=number)  # revisions are never deleted
    revision = _following(start, start.project_id, read(wanted.document))
    revision.shows, revision.made_from, revision.redo = wanted.shows, wanted.made_from, rest
    revision.cause, revision.author, revision.message_id = Revision.Cause.UNDO, author, message_id
    return _save(revision, start)


def _following(before: Revision | None, project_id: UUID, document: Storyboard) -> Revision:
    """The next revision, not yet saved, as an ordinary change makes it."""
    number = before.number + 1 if before else 1
    return Revision(
        project_id=project_id,
        number=number,
        shows=number,
        made_from=before.shows if before else 0,
        document=encode(document),
    )


def _save(revision: Revision, before: Revision | None) -> Revision:
    """Write the revision and the fact that tells of it, with what changed in words and as a patch.

    Raises RequestRefused (`conflict`) if `before` is no longer the newest, unless this is a repeat.
    """
    if revision.number <= _newest_number(revision.project_id):
        return _made_before(revision)
    old, new = document_of(before), decode(revision.document)
    revision.summary = summary(old, new)
    revision.patch = patch_between(old, new)
    revision.save(force_insert=True)
    _let_go(revision.project_id, new)
    record(revision.project_id, told(revision))
    return revision


def _made_before(revision: Revision) -> Revision:
    """The row of the first time, if a person asks for the very same again."""
    earlier = _numbered(revision.project_id, revision.number)
    by_hand = revision.author_id is not None and revision.message_id is None
    if not by_hand or earlier is None or any(getattr(earlier, name) != getattr(revision, name) for name in _ASKED):
        raise _moved_on()
    if document_of(earlier) != document_of(revision):
        raise _moved_on()
    return earlier


def _moved_on() -> RequestRefused:
    return RequestRefused("conflict", "The video has changed meanwhile. Look at it, then try again.")


def _newest_number(project_id: UUID) -> int:
    return Revision.objects.filter(project_id=project_id).values_list("number", flat=True).last() or 0


def _let_go(project_id: UUID, document: Storyboard) -> None:
    """A chosen scene that is gone is chosen no more: another video may have one with its id."""
    there = [scene.id for scene in document.scenes]
    Project.objects.filter(pk=project_id).exclude(chosen_scene__in=["", *there]).update(chosen_scene="")


def last_touched(revision: Revision) -> str | None:
    """The id of the scene that the newest change made or altered, if it is one: all that one message did is one change."""
    earlier = Revision.objects.filter(project_id=revision.project_id, number__lt=revision.number)
    if revision.message_id is not None:
        earlier = earlier.exclude(message_id=revision.message_id)  # it keeps those that no message made
    before = earlier.last()
    known = {encode(scene) for scene in read(before.document).scenes} if before else set()
    touched = [scene.id for scene in read(revision.document).scenes if encode(scene) not in known]
    return touched[0] if len(touched) == 1 else None


def focus_of(revision: Revision) -> str | None:
    """The id of the scene that "it" means: the one that the person has chosen, if it is still there, else the last touched."""
    chosen = Project.objects.values_list("chosen_scene", flat=True).get(pk=revision.project_id)
    is_there = any(scene.id == chosen for scene in read(revision.document).scenes)
    return chosen if is_there else last_touched(revision)


def shown(revision: Revision | None) -> dict[str, Any] | None:
    """The video as a snapshot shows it: the document, and which revision it is."""
    return {"revision": revision.number, **to_json(revision.document)} if revision is not None else None


def told(revision: Revision) -> StoryboardChanged:
    """The event that tells of a revision."""
    return StoryboardChanged(
        message_id=revision.message_id,
        revision=revision.number,
        cause=revision.cause,  # type: ignore[arg-type]
        summary=revision.summary,
        storyboard=to_json(revision.document),
    )


def _numbered(project_id: UUID, number: int) -> Revision | None:
    return Revision.objects.filter(project_id=project_id, number=number).first()
