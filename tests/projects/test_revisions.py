"""The history of a video: append-only, and every way back is a step forward."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from chatstream.wire.errors import RequestRefused
from projects import revisions
from projects.actions import start_turn
from projects.edits import apply_edit
from projects.edits.layers import SetText
from projects.models import OutboxEvent, Project, Revision
from storyboard.encoding import encode
from storyboard.operations import rename_scene
from storyboard.schema import Storyboard
from tests.storyboard.documents import video as a_video
from tests.storyboard.strategies import QUICK

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def video() -> Storyboard:
    return a_video("Opening", "Offer", "Logo")


def named(video: Storyboard, name: str) -> Storyboard:
    return rename_scene(video, video.scenes[0].id, name)


def a_message(project: Project) -> UUID:
    return start_turn(project.pk, uuid4(), "Make me a video.").pk


def current_text(project: Project) -> str:
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


def test_an_edit_decodes_one_document_and_encodes_each_once(
    project: Project, video: Storyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    revisions.commit(project.pk, video, cause="tool")
    calls: Counter[str] = Counter()
    validate, to_text = Storyboard.model_validate_json, Storyboard.to_text
    monkeypatch.setattr(Storyboard, "model_validate_json", lambda text: calls.update(["decode"]) or validate(text))
    monkeypatch.setattr(Storyboard, "to_text", lambda self: calls.update(["encode"]) or to_text(self))
    edit = SetText(base=1, operation="set_text", scene_id=video.scenes[0].id, layer_id="headline", text="Fresh tea")
    apply_edit(project.owner, project.pk, edit)
    assert calls == {"decode": 1, "encode": 2}


def as_version_1(project: Project, number: int = 1) -> None:
    """As if it had been written before documents said their version."""
    revision = Revision.objects.get(project=project, number=number)
    text = revision.document.replace('{"version":2,', "{", 1)
    assert Revision.objects.filter(pk=revision.pk, document__startswith='{"version"').update(document=text)


def test_what_changes_nothing_in_a_document_of_an_earlier_version_is_no_revision(
    project: Project, video: Storyboard
) -> None:
    revisions.commit(project.pk, video, cause="tool")
    as_version_1(project)
    assert revisions.commit(project.pk, video, cause="tool") is None
    assert Revision.objects.count() == 1


def test_a_change_of_a_document_of_an_earlier_version_is_told_as_that_change_alone(
    project: Project, video: Storyboard
) -> None:
    revisions.commit(project.pk, video, cause="tool")
    as_version_1(project)
    changed = revisions.commit(project.pk, named(video, "Hook"), cause="edit")
    assert changed is not None
    assert changed.patch == [{"op": "replace", "path": "/scenes/0/name", "value": "Hook"}]
    revisions.undo(project.pk)
    assert current_text(project) == encode(video)


def test_a_document_of_an_earlier_version_is_shown_in_this_version(project: Project, video: Storyboard) -> None:
    revisions.commit(project.pk, video, cause="tool")
    as_version_1(project)
    shown_now = revisions.to_snapshot(revisions.current(project.pk))
    assert shown_now is not None
    assert shown_now["version"] == 2


def test_a_document_of_a_newer_version_is_shown_and_stays_as_it_is(project: Project, video: Storyboard) -> None:
    revisions.commit(project.pk, video, cause="tool")
    revisions.commit(project.pk, named(video, "Hook"), cause="tool")
    newer = current_text(project).replace('{"version":2,', '{"version":3,"music":"loud",', 1)
    Revision.objects.filter(number=2).update(document=newer)
    newest = revisions.current(project.pk)
    shown_now = revisions.to_snapshot(newest)
    assert shown_now is not None
    assert shown_now["music"] == "loud"
    with pytest.raises(RequestRefused, match="newer version of this program"):
        revisions.undo(project.pk)
    with pytest.raises(RequestRefused, match="newer version of this program"):
        revisions.commit(project.pk, video, cause="edit")
    assert current_text(project) == newer


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
        assert current_text(project) == encode(expected)
    for expected in texts[1:]:
        revisions.redo(project.pk)
        assert current_text(project) == encode(expected)
    assert Revision.objects.count() == 10


def test_one_undo_takes_back_what_one_message_did_and_redo_brings_it_back(project: Project, video: Storyboard) -> None:
    first, second = a_message(project), a_message(project)
    texts = [video, named(video, "One"), named(video, "Two"), named(video, "Three"), named(video, "Four")]
    for document, message in zip(texts, [first, second, second, second, first], strict=True):
        revisions.commit(project.pk, document, cause="tool", message_id=message)
    for expected in (texts[3], texts[0]):
        revisions.undo(project.pk)
        assert current_text(project) == encode(expected)
    with pytest.raises(RequestRefused, match="nothing to undo"):
        revisions.undo(project.pk)
    for expected in (texts[3], texts[4]):
        revisions.redo(project.pk)
        assert current_text(project) == encode(expected)


def test_an_edit_by_hand_parts_what_a_message_did(project: Project, video: Storyboard) -> None:
    message = a_message(project)
    texts = [video, named(video, "One"), named(video, "By hand"), named(video, "By hand too"), named(video, "Two")]
    for document, whose in zip(texts, [None, message, None, None, message], strict=True):
        revisions.commit(project.pk, document, cause="edit" if whose is None else "tool", message_id=whose)
    for expected in reversed(texts[:-1]):
        revisions.undo(project.pk)
        assert current_text(project) == encode(expected)


@QUICK
@given(steps=st.lists(st.sampled_from(["a", "a", "b", "hand", "undo", "redo"]), max_size=14))
def test_undo_restores_to_the_byte_whatever_came_before(steps: list[str]) -> None:
    """Against a model of it: what was shown before and after each change, kept as two plain lists."""
    project = Project.objects.create(owner=User.objects.get_or_create(username="alice")[0])
    messages = {"a": a_message(project), "b": a_message(project), "hand": None}
    base = a_video("Opening")
    revisions.commit(project.pk, base, cause="edit")
    done: list[tuple[str, str]] = [("hand", current_text(project))]  # whose change it was, and what was shown then
    undone: list[list[tuple[str, str]]] = []
    for number, step in enumerate(steps):
        if step == "undo" and len(done) > 1:
            group = [done.pop()]
            while group[0][0] != "hand" and len(done) > 1 and done[-1][0] == group[0][0]:
                group.insert(0, done.pop())
            undone.append(group)
            revisions.undo(project.pk)
        elif step == "redo" and undone:
            done += undone.pop()
            revisions.redo(project.pk)
        elif step in messages:
            revisions.commit(project.pk, named(base, f"Name {number}"), cause="tool", message_id=messages[step])
            done.append((step, current_text(project)))
            undone.clear()
        assert current_text(project) == done[-1][1]


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
    assert current_text(project) == encode(video)


def test_an_old_revision_comes_back_as_a_new_one_and_can_be_undone(project: Project, video: Storyboard) -> None:
    for document in (video, named(video, "One"), named(video, "Two")):
        revisions.commit(project.pk, document, cause="tool")
    restored = revisions.restore(project.pk, 1)
    assert restored.number == 4
    assert current_text(project) == encode(video)
    revisions.undo(project.pk)
    assert current_text(project) == encode(named(video, "Two"))


def test_a_revision_that_is_not_there_is_refused(project: Project, video: Storyboard) -> None:
    revisions.commit(project.pk, video, cause="tool")
    with pytest.raises(RequestRefused, match="no such revision"):
        revisions.restore(project.pk, 7)
