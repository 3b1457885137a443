"""Finding and locking revisions, and reading their documents."""

from uuid import UUID

from chatstream.wire.errors import RequestRefused
from projects.models import Project, Revision
from storyboard.encoding import NewerDocument, decode
from storyboard.schema import Storyboard


def current(project_id: UUID) -> Revision | None:
    """The newest revision; None for a project without a storyboard."""
    return Revision.objects.filter(project_id=project_id).last()


def lock_newest(project_id: UUID) -> Revision | None:
    """The newest revision, which no other transaction can follow up until this one ends."""
    Project.objects.select_for_update(no_key=True).get(pk=project_id)
    return current(project_id)


def lock_base(project_id: UUID, base: int | None) -> Revision | None:
    """Like `lock_newest`, but returns the revision `base` if it is given. Raises RequestRefused (`conflict`) if there is none."""
    newest = lock_newest(project_id)
    if base is None or base == (newest.number if newest else 0):
        return newest
    if (revision := find_revision(project_id, base)) is None:
        raise conflict()
    return revision


def find_revision(project_id: UUID, number: int) -> Revision | None:
    return Revision.objects.filter(project_id=project_id, number=number).first()


def newest_number(project_id: UUID) -> int:
    """0 for a project without a storyboard."""
    return Revision.objects.filter(project_id=project_id).values_list("number", flat=True).last() or 0


def document_of(revision: Revision | None) -> Storyboard | None:
    """The document, which is decoded once for each row. Raises RequestRefused (`unavailable`) for one of a newer version."""
    if revision is None:
        return None
    try:
        return revision.storyboard
    except NewerDocument as newer:
        raise RequestRefused("unavailable", str(newer)) from None


def load(document: str) -> Storyboard:
    """A stored document. Raises as `document_of` does."""
    try:
        return decode(document)
    except NewerDocument as newer:
        raise RequestRefused("unavailable", str(newer)) from None


def conflict() -> RequestRefused:
    return RequestRefused("conflict", "The video has changed meanwhile. Look at it, then try again.")
