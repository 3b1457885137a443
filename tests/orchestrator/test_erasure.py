"""What was deleted: its runs end, it leaves no key and no row, and whoever is killed meanwhile is followed by another."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
import redis
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from chatstream.log.event_log import Log
from chatstream.rows.database import off_loop
from chatstream.run import docket_queue
from chatstream.run.lifecycle import announce
from orchestrator.backend import ChatBackend
from orchestrator.erasure import end_answers, erase_account, erase_projects, erasing, sweep_deleted
from projects.actions import create_project
from projects.models import AccountDeletion, Message, Project
from projects.removal import erasure
from projects.removal.accounts import request_account_deletion
from projects.removal.soft_delete import delete_project
from tests.chat import ask, events, fresh, rows, run, running, until_seen
from tests.orchestrator.test_backend import live_runs, request
from tests.scripted_model import ScriptedModel

pytestmark = pytest.mark.usefixtures("connections")


@off_loop
def delete_long_ago(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(deleted_at=timezone.now() - timedelta(minutes=1))


def keys_of(valkey: redis.Redis, project_id: UUID) -> list[bytes]:
    return [key for key in valkey.scan_iter() if str(project_id).encode() in key]


@pytest.mark.usefixtures("stop_listener")
async def test_the_answer_that_is_being_written_is_ended_and_its_model_left(
    project: Project, alice: User, model: ScriptedModel
) -> None:
    answer = await ask(project)
    model.answers("Once upon", asyncio.Event())
    async with running(answer) as task:
        await until_seen(answer, "Once upon")
        await off_loop(delete_project)(alice, project.pk)
        await sweep_deleted()
        await asyncio.wait_for(task, 5)
    assert model.open_streams == 0
    assert (await fresh(answer)).status == "cancelled"


async def test_a_turn_that_waits_ends_and_counts_as_live_no_more(
    project: Project, alice: User, valkey: redis.Redis
) -> None:
    await ChatBackend().initiate(alice, str(project.pk), request())
    await off_loop(delete_project)(alice, project.pk)
    await sweep_deleted()
    assert [message.status for message in await rows(project.messages.filter(role="assistant"))] == ["cancelled"]
    assert live_runs(valkey, alice) == 0


async def test_nothing_is_left_of_it_when_nobody_can_ask_it_back(
    project: Project, alice: User, model: ScriptedModel, valkey: redis.Redis
) -> None:
    another = await off_loop(create_project)(alice, "Another")
    for each in (project, another):
        model.answers("Done.")
        await run(await ask(each))
    await off_loop(delete_project)(alice, project.pk)
    await sweep_deleted()
    assert keys_of(valkey, project.pk)
    await delete_long_ago(project)
    await sweep_deleted()
    assert keys_of(valkey, project.pk) == []
    assert await rows(Project.objects) == [another]
    assert len(await events(another, "finalized")) == 1


async def test_its_place_in_the_queue_goes(project: Project, alice: User, valkey: redis.Redis) -> None:
    answer = await ask(project)
    await announce(project.pk)
    assert valkey.xlen(f"{docket_queue.NAME}:stream") == 1
    await delete_long_ago(project)
    await erase_projects([project.pk])
    assert valkey.xlen(f"{docket_queue.NAME}:stream") == 0
    assert not await rows(Message.objects.filter(pk=answer.pk))


async def test_a_run_that_nobody_could_end_writes_nothing_more(
    project: Project, model: ScriptedModel, valkey: redis.Redis
) -> None:
    """As of a worker that was frozen, or cut off, while its project was erased."""
    answer, go_on = await ask(project), asyncio.Event()
    model.answers("Once upon", go_on, " a time")
    async with running(answer) as task:
        await until_seen(answer, "Once upon")
        await delete_long_ago(project)
        await erase_projects([project.pk])
        go_on.set()
        await asyncio.wait_for(task, 10)
    assert keys_of(valkey, project.pk) == []


async def test_whoever_is_killed_between_two_steps_is_followed_by_another(
    project: Project, model: ScriptedModel, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.answers("Done.")
    await run(await ask(project))
    await delete_long_ago(project)

    async def die(log: Log, project_ids: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch, pytest.raises(asyncio.CancelledError):
        patch.setattr(Log, "delete", die)
        await sweep_deleted()
    assert await rows(Message.objects) == []
    assert keys_of(valkey, project.pk)
    await sweep_deleted()
    assert await rows(Project.objects) == []
    assert keys_of(valkey, project.pk) == []


async def test_a_project_whose_files_cannot_go_holds_up_no_other(
    project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    another = await off_loop(create_project)(alice, "Another")
    erase_contents = erasure.erase_contents

    def refuse(project_id: UUID) -> None:
        if project_id == project.pk:
            raise PermissionError("not ours")
        erase_contents(project_id)

    for each in (project, another):
        await delete_long_ago(each)
    with monkeypatch.context() as patch, pytest.raises(PermissionError):
        patch.setattr(erasure, "erase_contents", refuse)
        await sweep_deleted()
    assert await rows(Project.objects) == [project]
    await sweep_deleted()
    assert await rows(Project.objects) == []


async def test_of_two_workers_one_erases(project: Project) -> None:
    await delete_long_ago(project)
    async with erasing(wait_seconds=0) as is_alone:
        assert is_alone
        await sweep_deleted()
        assert await rows(Project.objects) == [project]
        async with erasing(wait_seconds=0.01) as another_is_alone:
            assert not another_is_alone
    await sweep_deleted()
    assert await rows(Project.objects) == []


async def test_an_account_goes_with_everything_that_names_it(
    project: Project, alice: User, bob: User, model: ScriptedModel, valkey: redis.Redis
) -> None:
    await off_loop(leave_traces)(alice, bob)
    await ChatBackend().initiate(alice, str(project.pk), request())
    await off_loop(request_account_deletion)(alice)
    await end_answers()
    await sweep_deleted()
    assert [user.username for user in await rows(User.objects)] == ["bob"]
    assert await rows(Project.objects) == await rows(AccountDeletion.objects) == []
    assert [await off_loop(session.get_decoded)() for session in await rows(Session.objects)] == [
        {"_auth_user_id": str(bob.pk)}
    ]
    assert [entry.object_repr for entry in await rows(LogEntry.objects)] == ["bob"]
    assert keys_of(valkey, project.pk) == []
    assert live_runs(valkey, alice) == 0


def leave_traces(*users: User) -> None:
    for user in users:
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session.save()
        type_id = ContentType.objects.get_for_model(User).pk
        LogEntry.objects.create(
            user=users[-1],
            content_type_id=type_id,
            object_id=str(user.pk),
            object_repr=user.username,
            action_flag=CHANGE,
        )


async def test_to_erase_an_account_twice_is_harmless(alice: User) -> None:
    await off_loop(request_account_deletion)(alice)
    await erase_account(alice.pk)
    await erase_account(alice.pk)
    assert await rows(User.objects) == []
