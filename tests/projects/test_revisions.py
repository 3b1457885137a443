"""The history of a video: append-only, and every way back is a step forward."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from chatstream.errors import RequestRefused
from projects import revisions
from projects.models import OutboxEvent, Project, Revision
from projects.storyboard.encoding import encode
from projects.storyboard.operations import rename_scene
from projects.storyboard.schema import Storyboard
from tests.projects.storyboard.documents import video as a_video

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def video() -> Storyboard:
    return a_video("Opening", "Offer", "Logo")


def named(video: Storyboard, name: str) -> Storyboard:
    return rename_scene(video, video.scenes[0].id, name)


def shown(project: Project) -> str:
    revision = revisions.current(project.pk)
    assert revision is not None
    return revision.document


def test_every_change_is_one_revision_more_and_one_event(project: Project, video: Storyboard) -> None:
    first = revisions.commit(project.pk, video, cause="tool")
    second = revisions.commit(project.pk, named(video, "Hook"), cause="edit")
    assert first is not None
    assert second is not None
    assert [first.number, second.number] == [1, 2]
    assert "Hook" in second.summary
    assert [event.type for event in OutboxEvent.objects.all()] == ["storyboard", "storyboard"]


def test_what_changes_nothing_is_no_revision(project: Project, video: Storyboard) -> None:
    revisions.commit(project.pk, video, cause="tool")
    assert revisions.commit(project.pk, video, cause="tool") is None
    assert Revision.objects.count() == 1


def test_of_two_tabs_that_edit_at_once_one_wins_and_the_other_is_told(project: Project, video: Storyboard) -> None:
    revisions.commit(project.pk, video, cause="tool")

    def edit(name: str) -> str:
        try:
            revisions.commit(project.pk, named(video, name), cause="edit", base=1)
        except RequestRefused as refused:
            return refused.code
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as tabs:
        assert sorted(tabs.map(edit, ["Alice's", "Bob's"])) == ["conflict", "saved"]
    assert Revision.objects.count() == 2


def test_undo_and_redo_walk_through_the_history_byte_by_byte(project: Project, video: Storyboard) -> None:
    texts = [video, named(video, "One"), named(video, "Two"), named(video, "Three")]
    for document in texts:
        revisions.commit(project.pk, document, cause="tool")
    for expected in reversed(texts[:-1]):
        revisions.undo(project.pk)
        assert shown(project) == encode(expected)
    for expected in texts[1:]:
        revisions.redo(project.pk)
        assert shown(project) == encode(expected)
    assert Revision.objects.count() == 10


def test_nothing_is_before_the_first_and_nothing_after_the_last(project: Project, video: Storyboard) -> None:
    with pytest.raises(RequestRefused, match="nothing to undo"):
        revisions.undo(project.pk)
    revisions.commit(project.pk, video, cause="tool")
    with pytest.raises(RequestRefused, match="nothing to undo"):
        revisions.undo(project.pk)
    with pytest.raises(RequestRefused, match="nothing to redo"):
        revisions.redo(project.pk)


def test_a_change_after_an_undo_leaves_nothing_to_redo(project: Project, video: Storyboard) -> None:
    revisions.commit(project.pk, video, cause="tool")
    revisions.commit(project.pk, named(video, "One"), cause="tool")
    revisions.undo(project.pk)
    revisions.commit(project.pk, named(video, "Another"), cause="tool")
    with pytest.raises(RequestRefused, match="nothing to redo"):
        revisions.redo(project.pk)
    revisions.undo(project.pk)
    assert shown(project) == encode(video)


def test_an_old_revision_comes_back_as_a_new_one_and_can_be_undone(project: Project, video: Storyboard) -> None:
    for document in (video, named(video, "One"), named(video, "Two")):
        revisions.commit(project.pk, document, cause="tool")
    restored = revisions.restore(project.pk, 1)
    assert restored.number == 4
    assert shown(project) == encode(video)
    revisions.undo(project.pk)
    assert shown(project) == encode(named(video, "Two"))


def test_a_revision_that_is_not_there_is_refused(project: Project, video: Storyboard) -> None:
    revisions.commit(project.pk, video, cause="tool")
    with pytest.raises(RequestRefused, match="no such revision"):
        revisions.restore(project.pk, 7)
