"""What the model of a run was sent, put together from the rows as an attempt does it: what has changed since shows as it is now."""

from typing import Any

from chatstream.rows.ledger import Claim
from operations.models import Run
from orchestrator.llm.interface import ChatMessage


def read_model_input(run: Run) -> list[dict[str, Any]]:
    """`[{role, text, pictures}]`, the system prompt first, of the first call. Blocking."""
    from orchestrator.turn.turn_input import read_turn_input  # with all tools: a web server needs them for this alone

    turn = read_turn_input(Claim(run.pk, run.project_id, run.fence, run.attempt, False, 0))
    return [{"role": "system", "text": turn.system, "pictures": 0}, *map(_message, turn.conversation)]


def _message(message: ChatMessage) -> dict[str, Any]:
    calls = [f"{call.name} {call.arguments}" for call in message.tool_requests]
    text = "\n".join(filter(None, [message.content, *calls]))
    return {"role": message.role, "text": text, "pictures": len(message.pictures)}
