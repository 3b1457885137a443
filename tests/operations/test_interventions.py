"""An operator stops, repeats, requeues and ends runs: confirmed, with a permission for each, and logged."""

import html
import uuid

import pytest
from asgiref.sync import sync_to_async
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import AsyncClient
from django.utils import timezone

from chatstream.rows import ledger
from chatstream.run.lifecycle import force_end
from operations.interventions import INTERVENTIONS
from projects.actions import start_turn
from projects.models import Message, Project
from tests.chat import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]

LIST = "/admin/operations/run/"


@pytest.fixture
def run(project: Project) -> Message:
    return start_turn(project.pk, uuid.uuid4(), "Make me a film.")


async def operator(*permissions: str) -> AsyncClient:
    client = AsyncClient()
    user = await User.objects.acreate_user(f"olga-{uuid.uuid4().hex[:6]}", is_staff=True)
    wanted = Permission.objects.filter(codename__in=["view_run", *permissions])
    await user.user_permissions.aadd(*[permission async for permission in wanted])
    await client.aforce_login(user)
    return client


async def press(client: AsyncClient, run: Message, name: str, **fields: str) -> str:
    data = {"action": f"{name}_runs", "_selected_action": str(run.pk), **fields}
    return html.unescape((await client.post(LIST, data, follow=True)).content.decode())


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


@pytest.mark.parametrize("intervention", INTERVENTIONS, ids=lambda intervention: intervention.name)
async def test_each_is_asked_for_first_and_is_refused_without_its_permission(run: Message, intervention) -> None:  # type: ignore[no-untyped-def]
    others = [f"{other.name}_run" for other in INTERVENTIONS if other is not intervention]
    await press(await operator(*others), run, intervention.name, confirmed="yes")
    assert await stored(run) == run
    assert (await stored(run)).status == "pending"
    question = await press(await operator(f"{intervention.name}_run"), run, intervention.name)
    assert intervention.warning in question
    assert (await stored(run)).status == "pending"
    assert not await LogEntry.objects.aexists()


async def test_who_did_what_is_in_the_history(run: Message) -> None:
    await press(await operator("stop_run"), run, "stop", confirmed="yes")
    entry = await LogEntry.objects.select_related("user").aget()
    assert (entry.object_id, entry.change_message) == (str(run.pk), "Stopped it.")
    assert entry.user.username.startswith("olga")
