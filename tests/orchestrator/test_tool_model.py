"""What a tool asks a model for comes whole, or the tool fails in words; what broke off is asked for once more, unseen."""

from typing import Any

import pytest

from chatstream.run.errors import ModelError, RunError
from orchestrator.llm.interface import AnswerForm, ChatMessage, Reasoning, StepEnd, StepRequest
from orchestrator.llm.tool_model import ToolModel
from tests.scripted_model import ScriptedModel, Usage

REQUEST = StepRequest(
    "You make scenes.", (ChatMessage("user", "A scene"),), form=AnswerForm("scene", "", {"type": "object"})
)


@pytest.fixture
def tool_model(model: ScriptedModel) -> ToolModel:
    return ToolModel(model)


def answers(model: ScriptedModel, *acts: Any) -> None:
    model.answers(*acts, to="A scene")


async def test_what_it_thinks_is_no_part_of_the_answer(model: ScriptedModel, tool_model: ToolModel) -> None:
    answers(model, Reasoning("Hm."), '{"a"', ": 1}")
    assert await tool_model.answer(REQUEST) == '{"a": 1}'


@pytest.mark.parametrize(
    "first",
    [('{"half', ModelError("The line broke.")), ('{"half', StepEnd("length")), ("{", StepEnd("malformed"))],
    ids=["broken off", "too long", "malformed"],
)
async def test_what_is_not_whole_is_asked_for_once_more(
    model: ScriptedModel, tool_model: ToolModel, first: tuple[Any, ...]
) -> None:
    answers(model, *first)
    answers(model, '{"a": 1}')
    assert await tool_model.answer(REQUEST) == '{"a": 1}'


@pytest.mark.parametrize(
    ("reason", "code", "calls"),
    [
        ("length", "cut_by_limit", 2),
        ("malformed", "malformed_call", 2),
        ("filtered", "content_filter", 1),
        ("refused", "provider_declined", 1),
    ],
)
async def test_an_end_that_is_none_is_an_error(
    model: ScriptedModel, tool_model: ToolModel, reason: Any, code: str, calls: int
) -> None:
    for _ in range(calls):
        answers(model, "{", StepEnd(reason, usage=Usage(10, 1)))
    with pytest.raises(RunError) as raised:
        await tool_model.answer(REQUEST)
    assert raised.value.code == code
    assert tool_model.usage == {"input_tokens": 10 * calls, "output_tokens": calls}


async def test_whatever_the_provider_raises_is_one_of_our_errors(model: ScriptedModel, tool_model: ToolModel) -> None:
    answers(model, RuntimeError("sk-live-0123456789"))
    with pytest.raises(ModelError, match="could not be read"):
        await tool_model.answer(REQUEST)
