"""An operator stops, repeats, requeues and ends runs, deletes projects, and frees, disconnects and forgets people.

Each is confirmed, has a permission of its own, and is logged.
"""

import html
import uuid
from contextlib import AsyncExitStack
from functools import partial

import pytest
from asgiref.sync import sync_to_async
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import AsyncClient
from django.utils import timezone

from chatstream.follow.grant import Grant, Revocation
from chatstream.follow.revocation import get_revocations
from chatstream.rows import ledger
from chatstream.run.lifecycle import force_end
from chatstream.wire.errors import RequestRefused
from operations.interventions import INTERVENTIONS, Intervention
from orchestrator.run import limits
from projects.actions import start_turn
from projects.models import AccountDeletion, Message, Project
from tests.chat import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]

LISTS = {"run": "/admin/operations/run/", "user": "/admin/auth/user/", "project": "/admin/projects/project/"}


@pytest.fixture
def run(project: Project) -> Message:
    return start_turn(project.pk, uuid.uuid4(), "Make me a film.")


async def operator(*permissions: str) -> AsyncClient:
    client = AsyncClient()
    user = await User.objects.acreate_user(f"olga-{uuid.uuid4().hex[:6]}", is_staff=True)
    wanted = Permission.objects.filter(codename__in=["view_run", "view_user", "view_project", *permissions])
    await user.user_permissions.aadd(*[permission async for permission in wanted])
    await client.aforce_login(user)
    return client


async def press(client: AsyncClient, row: Message | User | Project, name: str, **fields: str) -> str:
    of = "run" if isinstance(row, Message) else row._meta.model_name
    data = {"action": f"{name}_{of}s", "_selected_action": str(row.pk), **fields}
    return html.unescape((await client.post(LISTS[of], data, follow=True)).content.decode())


async def stored(run: Message) -> Message:
    return await Message.objects.aget(pk=run.pk)


async def test_a_waiting_run_is_stopped(run: Message) -> None:
    await press(await operator("stop_run"), run, "stop", confirmed="yes")
    assert (await stored(run)).status == "cancelled"


async def test_a_failed_run_is_answered_again(run: Message) -> None:
    error = {"code": "provider_busy", "error": "Busy.", "retryable": True}
    await Message.objects.filter(pk=run.pk).aupdate(status="error", fence=1, finished=timezone.now(), error=error)
    await press(await operator("retry_run"), run, "retry", confirmed="yes")
    again = await Message.objects.aget(retry_of=run)
    assert again.status == "pending"


async def test_a_run_is_put_back_into_the_queue(run: Message, valkey) -> None:  # type: ignore[no-untyped-def]
    await press(await operator("requeue_run"), run, "requeue", confirmed="yes")
    await until(lambda: any(str(run.pk).encode() in key for key in valkey.scan_iter()))


async def test_a_run_is_ended_over_the_head_of_its_owner(run: Message) -> None:
    claim = await sync_to_async(ledger.claim)(run.pk)
    assert claim is not None
    page = await press(await operator("end_run"), run, "end", confirmed="yes")
    assert "done." in page
    ended = await stored(run)
    assert (ended.status, ended.error["code"]) == ("error", "ended_by_operator")
    assert not await sync_to_async(ledger.is_current)(claim), "its owner is fenced"
    assert await force_end(run.pk) is False, "once is enough"


async def test_a_project_is_deleted_and_its_answer_stopped(project: Project, run: Message) -> None:
    await press(await operator("remove_project"), project, "remove", confirmed="yes")
    assert (await Project.objects.aget(pk=project.pk)).deleted_at is not None
    assert (await stored(run)).status == "cancelled"


async def test_who_has_used_up_a_limit_may_ask_again(alice: User, settings) -> None:  # type: ignore[no-untyped-def]
    settings.LIMIT_REQUESTS_PER_MINUTE = 1
    await limits.admit(alice.pk, uuid.uuid4(), uuid.uuid4())
    with pytest.raises(RequestRefused):
        await limits.admit(alice.pk, uuid.uuid4(), uuid.uuid4())
    await press(await operator("release_user"), alice, "release", confirmed="yes")
    await limits.admit(alice.pk, uuid.uuid4(), uuid.uuid4())


async def test_the_streams_of_a_person_end(alice: User, bob: User) -> None:
    ended: list[User] = []

    async def end(user: User, why: Revocation) -> None:
        ended.append(user)

    async with AsyncExitStack() as open_streams:
        for user in (alice, bob):
            watch = get_revocations().watch(Grant(user.pk, None, "a stream"), partial(end, user))
            await open_streams.enter_async_context(watch)
        await press(await operator("disconnect_user"), alice, "disconnect", confirmed="yes")
        await until(lambda: ended == [alice])


async def test_a_person_is_forgotten(alice: User) -> None:
    await press(await operator("forget_user"), alice, "forget", confirmed="yes")
    assert await AccountDeletion.objects.filter(user_id=alice.pk).aexists()
    assert not (await User.objects.aget(pk=alice.pk)).is_active


@pytest.mark.parametrize("intervention", INTERVENTIONS, ids=lambda each: f"{each.name}-{each.of}")
async def test_each_is_asked_for_first_and_is_refused_without_its_permission(
    project: Project, run: Message, intervention: Intervention
) -> None:
    row = {"run": run, "user": project.owner, "project": project}[intervention.of]
    own = intervention.permission.removeprefix("operations.")
    others = [other.permission.removeprefix("operations.") for other in INTERVENTIONS if other is not intervention]
    await press(await operator(*others), row, intervention.name, confirmed="yes")
    question = await press(await operator(own), row, intervention.name)
    assert intervention.warning in question
    assert (await stored(run)).status == "pending"
    assert (await User.objects.aget(pk=project.owner_id)).is_active
    assert (await Project.objects.aget(pk=project.pk)).deleted_at is None
    assert not await LogEntry.objects.aexists()


async def test_who_did_what_is_in_the_history(run: Message) -> None:
    await press(await operator("stop_run"), run, "stop", confirmed="yes")
    entry = await LogEntry.objects.select_related("user").aget()
    assert (entry.object_id, entry.change_message) == (str(run.pk), "Stopped it.")
    assert entry.user.username.startswith("olga")


async def test_their_pages_have_a_button_for_each(project: Project) -> None:
    client = await operator("forget_user", "remove_project")
    for address, button in (
        (f"{LISTS['user']}{project.owner_id}/change/", "Forget"),
        (f"{LISTS['project']}{project.pk}/change/", "Delete"),
    ):
        page = (await client.get(address)).content.decode()
        assert f'class="button">{button}</button>' in page
