"""The public verifier and schemas of AG-UI, the newest and those that CopilotKit still has, find no fault in any kind of run."""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chatstream.dialects.ag_ui.encoder import RunEncoder
from chatstream.dialects.answer_reader import AnswerReader
from chatstream.run import heartbeats
from chatstream.run.errors import OperatorError
from orchestrator.llm.interface import Reasoning
from projects.models import Project
from tests.chat import ask, kill, run, running, stop, until_seen
from tests.dialects.foreign_client import install
from tests.dialects.test_answer_reader import history, paint
from tests.orchestrator.paint_tools import Paint
from tests.scripted_model import ScriptedModel, use

__all__ = ["paint"]

pytestmark = [
    pytest.mark.package,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("connections"),
]


def encode(events: list[dict[str, Any]], protocol: str | None) -> list[dict[str, Any]]:
    reader, encoder = AnswerReader(), RunEncoder("thread", "run", "answer", [], protocol)
    texts = [*encoder.begin()]
    for event in events:
        for change in reader.read_event(event):
            texts += encoder.encode(change)
    return [json.loads(text) for text in texts]


@pytest.fixture(autouse=True)
def short_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop is found by the beat."""
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.02)


async def write_runs(project: Project, model: ScriptedModel) -> list[list[dict[str, Any]]]:
    """The events of three runs with text, thoughts and a tool: taken over in other words, cancelled, failed."""
    taken_over = await ask(project)
    model.answers(Reasoning("Red?"), "First. ", use("paint", colour="red"))
    model.answers("Long long ago", asyncio.Event())
    async with running(taken_over) as owner:
        await until_seen(taken_over, "First. \n\nLong long ago")
        await kill(owner)
    model.answers(Reasoning("Hm."), "Now.")
    await run(taken_over)
    cancelled = await ask(project)
    model.answers("Half an", asyncio.Event())
    async with running(cancelled) as owner:
        await until_seen(cancelled, "Half an")
        await stop(cancelled)
        await owner
    failed = await ask(project)
    model.answers("Half an", OperatorError("No money.", "provider_quota_used_up"))
    await run(failed)
    return [await history(project, answer) for answer in (taken_over, cancelled, failed)]


@pytest.mark.parametrize(("version", "protocol"), [("1.0.0", "1.0"), ("0.0.59", None)])
async def test_it_has_no_complaint(
    project: Project, model: ScriptedModel, paint: Paint, tmp_path: Path, node: str, version: str, protocol: str | None
) -> None:
    runs = [encode(events, protocol) for events in await write_runs(project, model)]
    assert await asyncio.to_thread(complaints_of, version, runs, node, tmp_path) == []
    assert [events[-1]["type"] for events in runs] == ["RUN_FINISHED", "RUN_FINISHED", "RUN_ERROR"]
    told = {event["type"] for event in runs[0]}
    assert told >= {"TEXT_MESSAGE_CONTENT", "REASONING_MESSAGE_CONTENT", "TOOL_CALL_RESULT", "MESSAGES_SNAPSHOT"}


def complaints_of(version: str, runs: list[list[dict[str, Any]]], node: str, folder: Path) -> list[str]:
    script = install(folder, "ag_ui_verify.mjs", f"@ag-ui/client@{version}", f"@ag-ui/core@{version}")
    done = subprocess.run([node, script], input=json.dumps(runs), capture_output=True, text=True, check=True)
    complaints: list[str] = json.loads(done.stdout)
    return complaints
