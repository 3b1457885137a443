"""How a run ends: its status, text and usage are written once, and `finalized` is published with them."""

from typing import Literal
from uuid import uuid4

from chatstream.follow.fold import MessageState
from chatstream.log.event_log import Producer, get_log
from chatstream.rows import ledger
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim, RunResult
from chatstream.rows.logged_messages import read_logged_state
from chatstream.run.responder import get_responder
from chatstream.run.verdict import Verdict
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Error, Status
from chatstream.wire.text_parts import restate_text


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
    attempt = await get_responder().begin(claim)
    producer = Producer(str(claim.message_id), uuid4().hex, claim.fence)
    log = get_log()
    # From this append on the log refuses every earlier owner.
    head = await log.append(claim.stream, producer, 1, [stopping.encode()])
    state = await read_logged_state(claim.stream_id, claim.message_id) or MessageState()
    text, reasoning = state.content, state.reasoning
    if not text and attempt.text:  # a log that was lost has none of it, the finished steps have
        text, reasoning = attempt.text, attempt.reasoning
        events = restate_text(claim.message_id, stopping.attempt, text, reasoning)
        head = await log.append(claim.stream, producer, 2, [event.encode() for event in events], head)
    used = attempt.result(Verdict(status, error)).usage
    result = RunResult(status, text, status, reasoning, at=head, usage=used, error=error)
    await write_end(claim, result, counted=False)
    get_responder().observe_end(result, None)
