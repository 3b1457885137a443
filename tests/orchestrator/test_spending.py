"""What an answer uses is counted, with what it costs where a price is known; one answer may use so much and no more."""

from dataclasses import replace

import pytest

from orchestrator.llm import roles
from orchestrator.llm.interface import StepEnd
from projects.models import Project, Step
from projects.usage import total
from tests.chat import ask, kill, rows, run, running
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel, Usage, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture
def prices(model: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """US dollars per token, by model."""
    known: dict[str, float] = {}

    def price(model: str, usage: Usage) -> float | None:
        return known[model] * (usage.input_tokens + usage.output_tokens) if model in known else None

    priced = replace(roles.get_roles("scripted"), price=price)
    monkeypatch.setattr(roles, "get_roles", lambda _: priced)
    return known


async def test_a_whole_answer_may_end_over_the_cap_and_no_step_begins_over_it(
    project: Project, model: ScriptedModel, paint: Paint, settings
) -> None:
    settings.TURN_MAX_TOKENS = 100
    model.answers("Much.", Usage(90, 20))
    assert (await run(await ask(project))).status == "success"
    model.answers("More. ", use("paint", colour="red"), Usage(90, 20))
    answer = await run(await ask(project))
    assert answer.error is not None
    assert (answer.error["code"], answer.finish_reason, answer.content) == ("too_many_tokens", "error", "More. ")
    assert "100 tokens" in answer.error_detail
    assert paint.at_work == []


async def test_who_takes_over_an_answer_that_is_over_its_cap_ends_it(
    project: Project, model: ScriptedModel, paint: Paint, settings
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers("More. ", use("paint", colour="red"), Usage(90, 20))
    async with running(answer) as owner:
        await until_at_work(project)
        await kill(owner)
    settings.TURN_MAX_TOKENS = 100
    answer = await run(answer)
    assert answer.error is not None
    assert (answer.error["code"], answer.content) == ("too_many_tokens", "More. ")


async def test_without_a_cap_there_is_none(project: Project, model: ScriptedModel, paint: Paint, settings) -> None:
    settings.TURN_MAX_TOKENS = 0
    model.answers(use("paint", colour="red"), Usage(10**9, 1))
    model.answers("Done.")
    assert (await run(await ask(project))).status == "success"


async def test_what_it_costs_has_a_cap_too(
    project: Project, model: ScriptedModel, paint: Paint, settings, prices: dict[str, float]
) -> None:
    settings.TURN_MAX_COST = 0.5
    prices["scripted"] = 0.01
    model.answers(use("paint", colour="red"), Usage(30, 10))
    model.answers(use("paint", colour="blue"), Usage(30, 10))
    answer = await run(await ask(project))
    assert answer.error is not None
    assert answer.error["code"] == "too_expensive"
    assert answer.usage is not None
    assert answer.usage["cost"] == pytest.approx(0.8)
    assert paint.at_work == ["red"]


async def test_each_step_is_priced_as_the_model_that_answered_it(
    project: Project, model: ScriptedModel, paint: Paint, prices: dict[str, float]
) -> None:
    prices |= {"anthropic:a": 1.0, "openai:b": 0.5}
    model.answers(StepEnd("tool_calls", (use("paint"),), Usage(1, 1), model="anthropic:a"))
    model.answers("Done.", StepEnd("stop", usage=Usage(2, 2), model="openai:b"))
    answer = await run(await ask(project))
    assert answer.usage == {"model": "anthropic:a, openai:b", "input_tokens": 3, "output_tokens": 3, "cost": 4.0}
    assert [step.model for step in await rows(Step.objects)] == ["anthropic:a", "openai:b"]


async def test_a_cost_that_is_not_known_as_a_whole_is_not_told(
    project: Project, model: ScriptedModel, paint: Paint, prices: dict[str, float]
) -> None:
    prices["anthropic:a"] = 1.0
    model.answers(StepEnd("tool_calls", (use("paint"),), Usage(1, 1), model="anthropic:a"))
    model.answers("Done.", StepEnd("stop", usage=Usage(2, 2), model="openai:unheard-of"))
    answer = await run(await ask(project))
    assert answer.usage is not None
    assert "cost" not in answer.usage


def test_sums_leave_out_what_is_not_known() -> None:
    one = {"input_tokens": 1, "output_tokens": 2, "cost": 0.5}
    assert total([one, {**one, "cached_tokens": 1}]) == {
        "input_tokens": 2, "output_tokens": 4, "cached_tokens": 1, "cost": 1.0,
    }  # fmt: skip
    assert total([one, {"input_tokens": 1, "output_tokens": 2}]) == {"input_tokens": 2, "output_tokens": 4}
    assert total([one, None]) == {"input_tokens": 1, "output_tokens": 2}
    assert total([]) == {}
