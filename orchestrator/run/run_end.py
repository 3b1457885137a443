"""How a run ends: its status, text and usage are written once, and `finalized` is published with them."""

from typing import Literal
from uuid import uuid4

from chatstream.follow.fold import MessageState
from chatstream.log.event_log import Producer, get_log
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Error, Status
from chatstream.wire.text_parts import restate_text
from orchestrator.run.metrics import metrics
from orchestrator.turn.answer_end import finish_reason
from orchestrator.turn.turn_input import read_turn_input
from projects import ledger
from projects.database import persist
from projects.ledger import Claim, RunResult
from projects.logged_messages import read_logged_state


async def write_end(claim: Claim, result: RunResult, counted: bool = True) -> None:
    """Write the end, once: after a commit that was not acknowledged it may be there already. Raises Fenced."""
    try:
        await persist(ledger.finalise)(claim, result, counted)
    except Fenced:
        if not await persist(ledger.has_ended)(claim):
            raise


async def end_without_attempt(claim: Claim, status: Literal["error", "cancelled"], error: Error | None = None) -> None:
    """End a claimed run before its model is called, with the text that people have seen. Raises Fenced, RedisError."""
    stopping = Status(message_id=claim.message_id, status="stopping", attempt=claim.attempt - 1)
    producer = Producer(str(claim.message_id), uuid4().hex, claim.fence)
    log = get_log()
    # From this append on the log refuses every earlier owner.
    head = await log.append(str(claim.project_id), producer, 1, [stopping.encode()])
    state = await read_logged_state(claim.project_id, claim.message_id) or MessageState()
    text, reasoning = state.content, state.reasoning
    if not text:  # a log that was lost has none of it, the finished steps have
        turn_input = await persist(read_turn_input)(claim)
        if turn_input.text:
            text, reasoning = turn_input.text, turn_input.reasoning
            events = restate_text(claim.message_id, stopping.attempt, text, reasoning)
            head = await log.append(str(claim.project_id), producer, 2, [event.encode() for event in events], head)
    code = error.code if error else ""
    reason = finish_reason(status, code, "")
    await write_end(claim, RunResult(status, text, reason, reasoning, at=head, error=error), counted=False)
    metrics.count("runs_ended", status=status, code=code)
