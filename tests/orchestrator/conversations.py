"""Conversations as rows: what was asked, answered, done by tools and by hand."""

import json
from typing import Any
from uuid import UUID, uuid4

from chatstream.rows import ledger
from chatstream.rows.ledger import RunResult, ToolOutcome
from chatstream.wire.events import Error
from orchestrator.turn.history import conversation
from projects.actions import start_turn
from projects.models import Message, Project, Step
from projects.steps import record_step
from storyboard.operations import rename_scene
from storyboard.schema import Storyboard
from tests.storyboard.documents import video


def ended(answer: Message, text: str) -> Message:
    claim = ledger.claim(answer.pk)
    assert claim is not None
    ledger.finalise(claim, RunResult("success", text))
    answer.refresh_from_db()
    return answer


def acted(
    question: Message, *calls: tuple[str, dict, ToolOutcome | None], words: str = "", vendor: str = "", **ending: Any
) -> Message:
    """An answer of one step with these tool calls, and then the text of `ending`; a call without an outcome never ended."""
    claim = ledger.claim(question.pk)
    assert claim is not None
    requests = [
        {"id": f"call_{n}", "name": name, "arguments": json.dumps(given)} for n, (name, given, _) in enumerate(calls)
    ]
    step = Step(number=0, content=words, tool_requests=requests, finish_reason="tool_calls", vendor=vendor)
    record_step(claim, step)
    for n, (name, given, outcome) in enumerate(calls):
        call = ledger.start_tool(claim, 0, n, f"call_{n}", name, name, given)
        if outcome:
            ledger.finish_tool(claim, call, lambda outcome=outcome: outcome)
    ledger.finalise(claim, RunResult(**{"status": "success", "content": words, **ending}))
    question.refresh_from_db()
    return question


def ask(project: Project, text: str) -> Message:
    return start_turn(project.pk, uuid4(), text)


def called(name: str) -> Storyboard:
    """A video whose first scene has this name."""
    document = video("Opening")
    return rename_scene(document, document.scenes[0].id, name)


def contents(answer: Message) -> list[tuple[str, str]]:
    return [(turn.role, turn.content) for turn in conversation(answer)]


STYLED = ToolOutcome(True, {"summary": "Colours changed", "scenes": [{"name": "One"}], "seconds": 4})


BUSY = Error(message_id=UUID(int=1), code="provider_busy", error="The AI is busy.", retryable=True)
