"""A call that a person must allow waits through everything, and is decided once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from chatstream.backend import get_backend
from chatstream.log.connection import get_client
from chatstream.rows.database import off_loop
from chatstream.run import lifecycle
from chatstream.run.run_pool import RunPool
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.requests import Decide, Initiate
from orchestrator.run.responder import TurnResponder
from orchestrator.tools.approval import check_names
from projects.actions import create_project
from projects.models import Message, Project, ToolCall
from tests.chat import ask, events, fresh, rows, run
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture(autouse=True)
def naming_needs_approval(settings: Any) -> None:
    settings.TOOLS_NEED_APPROVAL = ["set_title"]


@pytest.fixture
def enqueued() -> Iterator[list[UUID]]:
    """The runs that were put into the queue; there is no worker."""
    ids: list[UUID] = []

    async def enqueue(message_id: UUID) -> None:
        ids.append(message_id)

    with mock.patch("chatstream.run.lifecycle.get_queue") as get_queue:
        get_queue.return_value.enqueue = enqueue
        yield ids


async def ask_for_a_name(project: Project, model: ScriptedModel) -> tuple[Message, ToolCall]:
    """An answer that waits for a decision, and its call."""
    model.answers("A name, then.", use("set_title", title="Beans"))
    answer = await run(await ask(project))
    [call] = await rows(ToolCall.objects)
    return answer, call


async def decide(user: Any, call: ToolCall, decision: Any) -> None:
    await get_backend().decide(
        user, None, Decide(assistant_message_id=call.message_id, tool_call_id=call.pk, decision=decision)
    )


async def test_a_call_waits_without_a_worker_until_it_is_allowed(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    answer, call = await ask_for_a_name(project, model)
    assert (answer.status, answer.attempt, answer.heard_from) == ("running", 0, None)
    await lifecycle.sweep()
    await lifecycle.announce(project.pk)
    await lifecycle.run_answer(answer.pk)
    assert (enqueued, (await fresh(answer)).fence) == ([], answer.fence)

    await decide(project.owner, call, "approved")
    assert enqueued == [answer.pk]
    model.answers("It is named.")
    ended = await run(answer)
    assert (ended.status, ended.attempt, ended.project.title) == ("success", 1, "Beans")
    assert ended.content == "A name, then.\n\nIt is named."
    told = await events(project, "tool_start", "approval_requested", "approval_decided", "tool_result")
    assert [(each["type"], each.get("approval")) for each in told] == [
        ("tool_start", "requested"),
        ("approval_requested", None),
        ("approval_decided", None),
        ("tool_start", "approved"),
        ("tool_result", None),
    ]


async def test_a_decision_that_comes_while_the_run_is_given_up_is_not_lost(
    project: Project, model: ScriptedModel, enqueued: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker that asked is still busy with ending the run when the queue delivers it anew."""
    runs, run_ended = RunPool(), TurnResponder.run_ended

    async def decide_meanwhile(responder: TurnResponder, message: Message) -> None:
        await run_ended(responder, message)
        if not enqueued:
            [call] = await rows(ToolCall.objects)
            await decide(project.owner, call, "approved")
            await runs.start(str(enqueued[0]))

    monkeypatch.setattr(TurnResponder, "run_ended", decide_meanwhile)
    model.answers("A name, then.", use("set_title", title="Beans"))
    model.answers("It is named.")
    answer = await ask(project)
    await runs.start(str(answer.pk))
    await runs.join()
    assert (await fresh(answer)).status == "success"


async def test_the_model_hears_that_a_call_was_declined(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    answer, call = await ask_for_a_name(project, model)
    await decide(project.owner, call, "declined")
    model.answers("As you like.")
    ended = await run(answer)
    assert (ended.status, ended.content) == ("success", "A name, then.\n\nAs you like.")
    assert "declined" in model.requests[-1].messages[-1].content
    [result] = await events(project, "tool_result")
    assert (result["success"], result["error"]) == (False, "This was declined, so it was not done.")


async def test_a_decision_is_made_once(project: Project, bob: Any, model: ScriptedModel, enqueued: list[UUID]) -> None:
    _, call = await ask_for_a_name(project, model)
    with pytest.raises(NotFound):
        await decide(bob, call, "approved")
    await decide(project.owner, call, "approved")
    await decide(project.owner, call, "approved")
    with pytest.raises(RequestRefused, match="allowed already") as refused:
        await decide(project.owner, call, "declined")
    assert refused.value.code == "conflict"
    with pytest.raises(NotFound):
        await decide(project.owner, ToolCall(pk=uuid4(), message_id=call.message_id), "approved")
    assert len(await events(project, "approval_decided")) == 1


async def test_a_lost_log_does_not_lose_what_waits(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    answer, call = await ask_for_a_name(project, model)
    await get_client().flushdb()
    shown = (await get_backend().snapshot(project.owner, str(project.pk))).messages[-1]
    assert (shown.content, shown.status) == ("A name, then.", "running")
    assert [(each.status, each.approval) for each in shown.tool_calls] == [("running", "requested")]

    await decide(project.owner, call, "approved")
    shown = (await get_backend().snapshot(project.owner, str(project.pk))).messages[-1]
    assert (shown.content, shown.tool_calls[0].approval) == ("A name, then.", "approved")
    model.answers("It is named.")
    assert (await run(answer)).content == "A name, then.\n\nIt is named."


async def test_a_decision_that_the_database_has_lost_is_asked_for_again(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    _, call = await ask_for_a_name(project, model)
    await decide(project.owner, call, "approved")
    await off_loop(ToolCall.objects.update)(approval="requested")
    shown = (await get_backend().snapshot(project.owner, str(project.pk))).messages[-1]
    assert shown.tool_calls[0].approval == "requested"


async def test_the_sweep_finds_a_decision_whose_queue_was_lost(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    answer, call = await ask_for_a_name(project, model)
    await decide(project.owner, call, "approved")
    enqueued.clear()
    await lifecycle.sweep()
    assert enqueued == [answer.pk]
    model.answers("It is named.")
    await run(answer)


async def test_what_nobody_decides_is_declined_in_the_end(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    answer, _ = await ask_for_a_name(project, model)
    await off_loop(ToolCall.objects.update)(started=timezone.now() - timedelta(days=8))
    await lifecycle.sweep()
    assert enqueued == [answer.pk]
    model.answers("As you like.")
    await run(answer)
    assert [event["decision"] for event in await events(project, "approval_decided")] == ["declined"]


async def test_a_stop_ends_an_answer_that_waits(project: Project, model: ScriptedModel, enqueued: list[UUID]) -> None:
    answer, call = await ask_for_a_name(project, model)
    await get_client().flushdb()
    await get_backend().stop(project.owner, None, answer.pk)
    assert enqueued == [answer.pk]
    ended = await run(answer)
    assert (ended.status, ended.content) == ("cancelled", "A name, then.")
    with pytest.raises(RequestRefused, match="was stopped"):
        await decide(project.owner, call, "approved")


async def test_all_calls_of_a_step_are_asked_for_at_once_and_run_in_their_order(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    model.answers(
        use("ask_user", question="Red?"),
        use("set_title", title="One"),
        use("read_scene"),
        use("set_title", title="Two"),
    )
    answer = await run(await ask(project))
    first, one, two = await rows(ToolCall.objects)
    assert (first.status, one.approval, two.approval) == ("success", "requested", "requested")
    await decide(project.owner, two, "approved")
    assert enqueued == []
    await decide(project.owner, one, "declined")
    ended = await run(answer)
    assert (ended.status, ended.project.title) == ("success", "Two")
    calls = await rows(ToolCall.objects)
    assert [(call.name, call.status) for call in calls] == [
        ("ask_user", "success"),
        ("set_title", "error"),
        ("read_scene", "error"),
        ("set_title", "success"),
    ]


async def test_an_answer_that_waits_counts_against_no_limit(
    project: Project, model: ScriptedModel, enqueued: list[UUID], settings: Any
) -> None:
    settings.LIMIT_LIVE_RUNS = 1
    model.answers("A name, then.", use("set_title", title="Beans"))
    started = await get_backend().initiate(
        project.owner, str(project.pk), Initiate(request_id=uuid4(), message="Hello")
    )
    await lifecycle.run_answer(started.assistant_message_id)
    other = await off_loop(create_project)(project.owner, "")
    await get_backend().initiate(project.owner, str(other.pk), Initiate(request_id=uuid4(), message="Hello"))


async def test_a_worker_that_dies_while_it_asks_leaves_the_question(
    project: Project, model: ScriptedModel, enqueued: list[UUID]
) -> None:
    """Its claim was not given up: the decision is what the next one waits for, all the same."""
    model.answers("A name, then.", use("set_title", title="Beans"))
    answer = await ask(project)
    with mock.patch("chatstream.rows.ledger.suspend", side_effect=SystemError), pytest.raises(SystemError):
        await run(answer)
    await lifecycle.sweep()
    assert enqueued == []
    [call] = await rows(ToolCall.objects)
    await decide(project.owner, call, "approved")
    model.answers("It is named.")
    assert (await run(answer)).project.title == "Beans"


def test_a_tool_that_does_not_exist_is_refused_at_the_start(settings: Any) -> None:
    settings.TOOLS_NEED_APPROVAL = ["set_titel"]
    with pytest.raises(ImproperlyConfigured, match="names set_titel, which is no tool here"):
        check_names()
