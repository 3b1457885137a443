"""What the doors ask for: once per request, for the owner alone, and counted."""

import asyncio
from uuid import UUID, uuid4

import pytest
import redis
from django.contrib.auth.models import User

from chatstream.rows import turns
from chatstream.run.errors import ModelError
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.requests import Initiate, Retry
from orchestrator.backend import ChatBackend
from projects.models import Message, Project
from tests.chat import ask, events, rows, run
from tests.scripted_model import ScriptedModel

pytestmark = pytest.mark.usefixtures("connections")

backend = ChatBackend()


def live_runs(valkey: redis.Redis, user: User) -> int:
    return valkey.zcard(f"limits:{{limits}}:user {user.pk}:live")


def charged(valkey: redis.Redis, user: User) -> int:
    """Requests of the last minute."""
    return valkey.zcard(f"limits:{{limits}}:user {user.pk}:minute")


def request(request_id: UUID | None = None) -> Initiate:
    return Initiate(request_id=request_id or uuid4(), message="Make me a video.")


async def test_a_request_that_is_repeated_at_once_starts_one_turn(project: Project, alice: User) -> None:
    wanted = request()
    answers = await asyncio.gather(*[backend.initiate(alice, str(project.pk), wanted) for _ in range(8)])
    assert len(set(answers)) == 1
    assert len(await rows(Message.objects)) == 2
    assert len(await events(project, "message_created")) == 2


async def test_what_is_not_yours_is_not_there(project: Project, bob: User) -> None:
    answer = await ask(project)
    attempts = [
        backend.authorize(bob, str(project.pk)),
        backend.has_ended(bob, str(project.pk), answer.pk),
        backend.initiate(bob, str(project.pk), request()),
        backend.retry(bob, None, Retry(request_id=uuid4(), assistant_message_id=answer.pk)),
        backend.stop(bob, None, answer.pk),
        backend.snapshot(bob, str(project.pk)),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            await attempt
    assert len(await rows(Message.objects)) == 2


async def test_a_run_counts_as_live_until_it_ends(
    project: Project, alice: User, model: ScriptedModel, valkey: redis.Redis
) -> None:
    first, second = [await backend.initiate(alice, str(project.pk), request()) for _ in range(2)]
    assert live_runs(valkey, alice) == 2
    model.answers("Done.")
    await run(Message(pk=first.assistant_message_id))
    assert live_runs(valkey, alice) == 1
    await backend.stop(alice, None, second.assistant_message_id)
    assert live_runs(valkey, alice) == 0


async def test_a_retry_that_is_refused_does_not_count_as_live(
    project: Project, alice: User, valkey: redis.Redis
) -> None:
    answer = await ask(project)
    with pytest.raises(RequestRefused, match="still being written"):
        await backend.retry(alice, str(project.pk), Retry(request_id=uuid4(), assistant_message_id=answer.pk))
    assert live_runs(valkey, alice) == 0


async def test_a_turn_that_may_not_wait_does_not_count_as_live(
    project: Project, alice: User, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "MAX_QUEUED", 1)
    await backend.initiate(alice, str(project.pk), request())
    with pytest.raises(RequestRefused, match="waiting already"):
        await backend.initiate(alice, str(project.pk), request())
    assert live_runs(valkey, alice) == 1


async def test_an_answer_that_has_ended_has_its_end_in_the_log(project: Project, alice: User) -> None:
    answer = await ask(project)
    assert not await backend.has_ended(alice, str(project.pk), answer.pk)
    await asyncio.to_thread(turns.request_stop, answer)
    assert await backend.has_ended(alice, str(project.pk), answer.pk)
    assert len(await events(project, "finalized")) == 1


async def test_a_refused_twin_takes_back_nothing_of_the_call_that_was_served(
    project: Project, alice: User, settings, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMIT_REQUESTS_PER_MINUTE, settings.LIMIT_LIVE_RUNS = 10, 1_000
    monkeypatch.setattr(turns, "MAX_QUEUED", 1_000)

    async def ask_thrice() -> None:
        """A good call between two whose attachment is not there."""
        good = request()
        bad = good.model_copy(update={"attachments": [uuid4()]})
        calls = [backend.initiate(alice, str(project.pk), call) for call in (bad, good, bad)]
        await asyncio.gather(*calls, return_exceptions=True)

    await asyncio.gather(*[ask_thrice() for _ in range(20)])
    served = len(await rows(Message.objects.filter(role="assistant")))
    assert 0 < served == charged(valkey, alice) <= 10
    for _ in range(10 - served):
        await backend.initiate(alice, str(project.pk), request())
    with pytest.raises(RequestRefused, match="a lot of messages"):
        await backend.initiate(alice, str(project.pk), request())


async def test_an_answer_that_the_provider_refused_is_not_charged(
    project: Project, alice: User, model: ScriptedModel, valkey: redis.Redis
) -> None:
    refused, written = [await backend.initiate(alice, str(project.pk), request()) for _ in range(2)]
    model.answers(ModelError("The model refused."))
    model.answers("Half a sen", ModelError("The line broke."))
    model.answers(ModelError("The line is broken."))
    for each in (refused, written):
        await run(await Message.objects.aget(pk=each.assistant_message_id))
    assert charged(valkey, alice) == 1
