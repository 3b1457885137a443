"""The model's words: seen as they come, kept as they were, whatever ends them."""

import asyncio
import json

import pytest
from django.core import serializers

from chatstream.rows.database import off_loop
from chatstream.run.errors import ModelError, OperatorError
from projects.models import Message, OutboxEvent, Project, Step, ToolCall
from tests.chat import ask, events, fresh, rows, run, running, until, until_seen, visible_text
from tests.scripted_model import BREAKS_OFF, ScriptedModel, Usage

pytestmark = pytest.mark.usefixtures("connections")

SECRET = "sk-live-0123456789"


async def everything_kept_of(project: Project) -> str:
    """All events and all rows as text."""
    stored_rows = [
        row for model in (Project, Message, Step, ToolCall, OutboxEvent) for row in await rows(model.objects)
    ]
    return json.dumps(await events(project)) + await off_loop(serializers.serialize)("json", stored_rows)


async def test_deltas_come_to_the_text_of_the_row_and_of_the_end(project: Project, model: ScriptedModel) -> None:
    words = [f"wörd{number} 🎬 " for number in range(300)]
    model.answers(*words, Usage(input_tokens=7, output_tokens=300))
    answer = await run(await ask(project))
    [finalized] = await events(project, "finalized")
    deltas = await events(project, "delta")
    assert "".join(event["content"] for event in deltas) == finalized["content"] == answer.content == "".join(words)
    assert len(deltas) < 30  # gathered
    assert finalized["usage"] == answer.usage == {"model": "scripted", "input_tokens": 7, "output_tokens": 300}
    assert finalized["first_token_ms"] == answer.first_token_ms
    assert (await events(project))[-1] == finalized


async def test_the_first_word_is_seen_before_there_is_a_second(project: Project, model: ScriptedModel) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("First", gate, " second")
    async with running(answer) as owner:
        await until_seen(answer, "First")
        assert (await fresh(answer)).content == ""  # the row is written once, at the end
        gate.set()
        await owner
    assert await visible_text(answer) == (await fresh(answer)).content == "First second"


@pytest.mark.parametrize(
    ("problem", "code", "retryable"),
    [
        (ModelError("The model is overloaded."), "model_failed", True),
        (ModelError("Too slow.", "model_timed_out"), "model_timed_out", True),
        (OperatorError("The server's key was refused."), "not_configured", False),
        (BREAKS_OFF, "model_broke_off", True),
    ],
)
async def test_a_turn_that_fails_keeps_its_text(
    project: Project, model: ScriptedModel, problem: object, code: str, retryable: bool
) -> None:
    for _ in range(2 if retryable else 1):  # what may go away by itself is asked for once more
        model.answers("So far ", "so good", problem)
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("error", "So far so good")
    error, finalized = (await events(project))[-2:]
    assert (error["type"], error["code"], error["retryable"]) == ("error", code, retryable)
    assert answer.error == {name: error[name] for name in ("code", "error", "retryable")}
    assert (finalized["type"], finalized["status"], finalized["content"]) == ("finalized", "error", answer.content)


async def test_what_an_unexpected_exception_says_is_shown_to_nobody(
    project: Project, model: ScriptedModel, caplog: pytest.LogCaptureFixture
) -> None:
    model.answers(RuntimeError(f"refused: {SECRET}"))
    answer = await run(await ask(project))
    assert answer.error is not None
    assert (answer.status, answer.error["code"]) == ("error", "stream_unreadable")
    stored_rows = await everything_kept_of(project)
    assert "refused" not in stored_rows + answer.error["error"]
    assert "RuntimeError: refused: [key]" in caplog.text  # the operator needs it
    assert SECRET not in stored_rows + caplog.text


async def test_an_answer_that_takes_too_long_is_ended(project: Project, model: ScriptedModel, settings) -> None:
    settings.CHATSTREAM = {**settings.CHATSTREAM, "RUN_MAX_SECONDS": 0.3}
    model.answers("Wait for it", asyncio.Event())
    answer = await run(await ask(project))
    assert answer.error is not None
    assert (answer.content, answer.error["code"]) == ("Wait for it", "too_long")
    await until(lambda: not model.open_streams)
