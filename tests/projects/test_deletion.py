"""A deleted project is gone for its owner at once, can be asked back for some seconds, and leaves nothing behind."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from chatstream.rows import ledger
from chatstream.rows.ledger import Claim
from chatstream.wire.errors import NotFound
from projects import revisions
from projects.actions import create_project, get_answer, get_project, start_turn
from projects.edits import apply_edit
from projects.edits.video import SetPalette
from projects.message_pages import older_messages
from projects.models import (
    Asset,
    Message,
    OutboxEvent,
    Project,
    Revision,
    Step,
    ToolCall,
    asset_storage,
    projects_for,
)
from projects.removal import erasure, soft_delete
from projects.removal.erasure import erase_contents, erase_row, projects_to_erase
from projects.removal.soft_delete import delete_project, restore_project
from projects.steps import record_step
from tests.projects.test_assets import keep
from tests.storyboard.documents import video

LONG_AGO = timedelta(seconds=60)


def deleted_long_ago(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(deleted_at=timezone.now() - LONG_AGO)


def test_a_deleted_project_is_not_there_for_anybody(claim: Claim, project: Project, alice: User) -> None:
    revisions.commit(project.pk, video("Opening"), cause="edit")
    delete_project(alice, project.pk)
    assert not projects_for(alice).exists()
    edit = SetPalette(base=1, operation="set_palette", palette="ocean")
    for attempt in (
        lambda: get_project(alice, project.pk),
        lambda: get_answer(alice, None, claim.message_id),
        lambda: older_messages(alice, project.pk, None),
        lambda: apply_edit(alice, project.pk, edit),
        lambda: start_turn(project.pk, uuid4(), "A door had let this in before."),
        lambda: delete_project(alice, project.pk),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert project.messages.count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_deletes_learns_until_when_though_another_tab_restores_it_at_once(
    project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored = partial(restore_project, alice, project.pk)
    monkeypatch.setattr(soft_delete, "announce_deletion", lambda _: transaction.on_commit(restored))
    assert delete_project(alice, project.pk).deleted_at is not None
    assert get_project(alice, project.pk).deleted_at is None


def test_nobody_deletes_or_restores_what_is_not_theirs(project: Project, alice: User, bob: User) -> None:
    with pytest.raises(NotFound):
        delete_project(bob, project.pk)
    delete_project(alice, project.pk)
    with pytest.raises(NotFound):
        restore_project(bob, project.pk)
    assert not projects_for(bob).exists()


def test_undo_brings_it_back_whole(claim: Claim, project: Project, alice: User) -> None:
    before = list(project.messages.values())
    delete_project(alice, project.pk)
    assert restore_project(alice, project.pk) == project == restore_project(alice, project.pk)
    assert list(project.messages.values()) == before
    assert projects_to_erase() == []


def test_after_some_seconds_it_cannot_be_asked_back(project: Project, alice: User) -> None:
    delete_project(alice, project.pk)
    assert projects_to_erase() == []
    deleted_long_ago(project)
    assert projects_to_erase() == [project.pk]
    with pytest.raises(NotFound):
        restore_project(alice, project.pk)


def test_its_rows_and_files_go_and_those_of_others_stay(
    claim: Claim, project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_BATCH", 3)
    another = create_project(alice, "Another")
    for each in (project, another):
        picture = keep(each)
        for _ in range(4):
            start_turn(each.pk, uuid4(), "Hello", [picture.pk])
        revisions.commit(each.pk, video("Opening"), cause="edit", author=alice)
    record_step(claim, Step(number=0, content="Words", finish_reason="stop"))
    ledger.start_tool(claim, 0, 0, "call", "set_title", "Naming it", {})
    asset_storage().save(f"{project.pk}/broken-off", ContentFile(b"an upload that never became a row"))
    delete_project(alice, project.pk)
    for _ in range(2):  # as two workers may, or one that was killed in between
        erase_contents(project.pk)
    erase_row(project.pk)
    assert list(Project.objects.all()) == [another]
    for model in (Message, Revision, Asset, OutboxEvent):
        assert set(model.objects.values_list("project_id", flat=True)) == {another.pk}
    assert not Step.objects.exists()
    assert not ToolCall.objects.exists()
    assert not asset_storage().exists(str(project.pk))
    assert asset_storage().exists(str(Asset.objects.get().file.name))


def test_a_project_that_is_there_is_never_erased(project: Project) -> None:
    erase_row(project.pk)
    assert Project.objects.get() == project


def test_an_upload_that_ends_after_the_deletion_is_refused_and_leaves_no_file(project: Project, alice: User) -> None:
    delete_project(alice, project.pk)
    with pytest.raises(NotFound):
        keep(project)
    assert asset_storage().listdir(str(project.pk)) == ([], [])
