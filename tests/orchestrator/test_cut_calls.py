"""A call of a model that never came to its end is paid all the same: what it has used is estimated, and counted once."""

import asyncio
from typing import Any

import pytest
from django.contrib.auth.models import User

from chatstream.rows import ledger
from chatstream.rows.database import off_loop
from orchestrator.llm.metered import MeteredProvider
from orchestrator.llm.token_estimate import estimate_input
from orchestrator.run.responder import TurnResponder
from projects.models import Message, Project
from tests.chat import ask, fall_silent, fresh, kill, run, running, stop, until_seen
from tests.orchestrator.paint_tools import Paint
from tests.orchestrator.test_quotas import PLENTY, uses
from tests.scripted_model import ScriptedModel, Usage, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture
def killed_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is killed settles nothing."""

    async def settle(*_: Any) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(MeteredProvider, "_settle", settle)


async def die_after(answer: Message, model: ScriptedModel, text: str, before: str = "") -> None:
    model.answers(text, asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, before + text)
        await kill(owner)


@pytest.mark.usefixtures("killed_workers")
async def test_what_the_call_of_a_killed_worker_has_used_is_on_the_receipt_and_in_the_quota(
    alice: User, project: Project, model: ScriptedModel, paint: Paint, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = PLENTY
    answer = await ask(project)
    model.answers("Red. ", use("paint", colour="red"), Usage(50, 5))
    await die_after(answer, model, "These words are 34 characters long", before="Red. \n\n")
    model.answers("Done.", Usage(100, 10))
    answer = await run(answer)
    cut = {"input_tokens": estimate_input(model.requests[2]), "output_tokens": 9, "estimated": True}
    assert answer.cut_calls == {"1": cut}
    assert answer.usage == {
        "model": "scripted", "input_tokens": 150 + cut["input_tokens"], "output_tokens": 15 + 9, "estimated": True,
    }  # fmt: skip
    assert await uses(alice) == [(cut["input_tokens"] + 9, 0)]


async def test_an_answer_that_is_given_up_has_a_receipt_of_all_its_attempts(
    project: Project, model: ScriptedModel
) -> None:
    answer = await ask(project)
    for word in ("Four", "Five", "Nine"):
        await die_after(answer, model, word)
    answer = await run(answer)
    read = sum(estimate_input(request) for request in model.requests)
    assert answer.usage is not None
    assert (answer.usage["input_tokens"], answer.usage["output_tokens"]) == (read, 3)


async def test_who_dies_before_its_first_word_has_counted_nothing_twice(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    await die_after(answer, model, "Four")
    for _ in range(2):
        await fall_silent(answer)
        claim = await off_loop(ledger.claim)(answer.pk)
        assert claim is not None
        await TurnResponder().begin(claim)
    assert list((await fresh(answer)).cut_calls) == ["1"]


async def test_a_stopped_call_is_on_the_receipt_and_in_the_quota_though_its_provider_never_counted(
    alice: User, project: Project, model: ScriptedModel, settings
) -> None:
    settings.LIMIT_TOKENS_PER_DAY = PLENTY
    answer = await ask(project)
    model.answers("Four", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "Four")
        await stop(answer)
        await owner
    read = estimate_input(model.requests[0])
    assert (await fresh(answer)).usage == {
        "model": "scripted", "input_tokens": read, "output_tokens": 1, "estimated": True,
    }  # fmt: skip
    assert await uses(alice) == [(read + 1, 0)]
