"""What a person takes with them: everything of theirs, nothing of others, and never more than a piece of it in memory."""

import io
import json
import tracemalloc
import zipfile
from unittest.mock import AsyncMock
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import RequestFactory

from chatstream.rows import ledger
from chatstream.rows.database import off_loop
from chatstream.rows.ledger import Claim, RunResult, ToolOutcome
from projects import archive as archive_module
from projects import revisions
from projects.actions import create_project, start_turn
from projects.archive import archive, stream_archive
from projects.models import Project, Step, asset_storage
from projects.removal.soft_delete import delete_project
from projects.steps import record_step
from projects.web import account_api
from storyboard.encoding import encode
from tests.projects.test_assets import PICTURE, keep
from tests.storyboard.documents import video

MB = 1024 * 1024


def unpacked(pieces: object) -> zipfile.ZipFile:
    file = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert file.testzip() is None
    return file


def named(file: zipfile.ZipFile, name: str) -> str:
    """The one file of this name, whichever project it is of."""
    [path] = [each for each in file.namelist() if each.endswith(name)]
    return file.read(path).decode()


def test_the_conversation_the_history_and_the_files_are_in_it(claim: Claim, project: Project, alice: User) -> None:
    Project.objects.filter(pk=project.pk).update(title="Café / “Beans” ☕")
    record_step(claim, Step(number=0, content="Words", finish_reason="stop"))
    call = ledger.start_tool(claim, 0, 0, "call", "set_title", "Naming it", {"title": "Beans"})
    ledger.finish_tool(claim, call, lambda: ToolOutcome(True, {"title": "Beans"}))
    ledger.finalise(claim, RunResult("success", "It is called *Beans* now. ☕"))
    documents = [video("Opening"), video("Opening", "Offer")]
    for document in documents:
        revisions.commit(project.pk, document, cause="edit", author=alice)
    picture = keep(project)
    file = unpacked(archive(alice))
    assert json.loads(file.read("account.json"))["username"] == "alice"
    exported = json.loads(named(file, "project.json"))
    assert exported["title"] == "Café / “Beans” ☕"
    assert [message["content"] for message in exported["messages"]] == [
        "Make me a video.",
        "It is called *Beans* now. ☕",
    ]
    assert exported["messages"][1]["tool_calls"][0]["payload"] == {"title": "Beans"}
    text = named(file, "conversation.md")
    assert text.index("# Café") < text.index("## You") < text.index("## Assistant") < text.index("- Naming it: done")
    history = json.loads(named(file, "revisions.json"))
    assert [revision["storyboard"] for revision in history] == [json.loads(encode(each)) for each in documents]
    [path] = [name for name in file.namelist() if name.endswith(f"files/{picture.pk}.png")]
    assert file.read(path) == PICTURE.data
    assert path.startswith("café-beans-")


def test_it_is_the_owners_alone_and_has_nothing_that_was_deleted(project: Project, alice: User, bob: User) -> None:
    start_turn(create_project(bob, "Bob's").pk, UUID(int=1), "Bob's words")
    start_turn(create_project(alice, "Gone").pk, UUID(int=1), "Alice's words")
    delete_project(alice, Project.objects.get(title="Gone").pk)
    names = unpacked(archive(alice)).namelist()
    assert sorted({name.split("-")[0] for name in names if "/" in name}) == ["untitled"]


def test_every_page_of_projects_and_every_batch_of_messages_is_in_it(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PROJECTS", "MESSAGES", "REVISIONS"):
        monkeypatch.setattr(archive_module, name, 2)
    for number in range(5):
        project = create_project(alice, f"Number {number}")
        for turn in range(3):
            start_turn(project.pk, UUID(int=turn), f"Turn {turn}")
            revisions.commit(project.pk, video(f"Scene {turn}"), cause="edit")
    file = unpacked(archive(alice))
    texts = [json.loads(file.read(name)) for name in file.namelist() if name.endswith("project.json")]
    assert sorted(text["title"] for text in texts) == [f"Number {number}" for number in range(5)]
    assert all(len(text["messages"]) == 6 for text in texts)
    histories = [json.loads(file.read(name)) for name in file.namelist() if name.endswith("revisions.json")]
    assert all([each["revision"] for each in history] == [1, 2, 3] for history in histories)


def test_a_file_of_50_mb_is_not_held_in_memory(project: Project, alice: User) -> None:
    asset = keep(project)
    with asset_storage().open(str(asset.file.name), "wb") as file:
        for _ in range(50):
            file.write(bytes(MB))
    tracemalloc.start()
    try:
        size = sum(len(piece) for piece in archive(alice))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 50 * MB
    assert most < 8 * MB


def test_a_file_that_is_lost_does_not_hold_up_the_rest(project: Project, alice: User) -> None:
    lost, there = keep(project), keep(project)
    lost.file.storage.delete(lost.file.name)
    names = unpacked(archive(alice)).namelist()
    assert [name for name in names if str(there.pk) in name]
    assert not [name for name in names if str(lost.pk) in name]


async def test_one_that_fails_half_way_is_no_zip_file(
    project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await off_loop(start_turn)(project.pk, UUID(int=1), "Hello")
    await off_loop(keep)(project)
    monkeypatch.setattr(archive_module, "_write_file", None)
    pieces = [piece async for piece in stream_archive(alice)]
    assert pieces
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


@pytest.mark.usefixtures("connections")
async def test_one_at_a_time_is_put_together_for_a_user(project: Project, alice: User, bob: User) -> None:
    def asked_by(user: User) -> HttpRequest:
        request = RequestFactory().get("/api/account/export/")
        request.auser = AsyncMock(return_value=user)  # type: ignore[attr-defined]
        return request

    first = await account_api.export(asked_by(alice))
    assert (await account_api.export(asked_by(alice))).status_code == 429
    assert (await account_api.export(asked_by(bob))).status_code == 200
    assert unpacked([piece async for piece in first])
    assert (await account_api.export(asked_by(alice))).status_code == 200
