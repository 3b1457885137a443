"""The scene that "it" means in a message, and the one that a revision is about."""

from chatstream.wire.errors import RequestRefused
from projects.models import Project, Revision
from projects.revisions.rows import document_of, find_revision, load
from storyboard.encoding import encode
from storyboard.summary import changes_between


def focus_of(revision: Revision) -> str | None:
    """The id of the scene that the person has chosen, if the revision has it, else of the one that was changed last."""
    chosen = Project.objects.values_list("chosen_scene", flat=True).get(pk=revision.project_id)
    document = document_of(revision)
    is_there = document is not None and any(scene.id == chosen for scene in document.scenes)
    return chosen if is_there else last_changed_scene(revision)


def last_changed_scene(revision: Revision) -> str | None:
    """The id of the scene that the last change made or altered; None if those are several or none.

    All that one message did is one change.
    """
    earlier = Revision.objects.filter(project_id=revision.project_id, number__lt=revision.number)
    if revision.message_id is not None:
        earlier = earlier.exclude(message_id=revision.message_id)  # it keeps those that no message made
    before = earlier.last()
    known = {encode(scene) for scene in load(before.document).scenes} if before else set()
    document = document_of(revision)
    changed = [scene.id for scene in document.scenes if encode(scene) not in known] if document else []
    return changed[0] if len(changed) == 1 else None


def changed_scene(revision: Revision) -> str | None:
    """The id of the scene that the first change of the summary is about; None if that is of the whole video, or the first."""
    before = find_revision(revision.project_id, revision.number - 1)
    try:
        old, new = document_of(before), document_of(revision)
    except RequestRefused:
        return None  # a document of a newer version
    changes = changes_between(old, new) if old and new else []
    return changes[0].scene_id if changes else None
