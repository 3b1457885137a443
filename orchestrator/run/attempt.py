"""One attempt at a claimed run: stream the answer into the log, then write its end."""

import time

from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.log.writer import Writer
from chatstream.wire.events import Status
from orchestrator.errors import ModelError
from orchestrator.llm import roles
from orchestrator.run.metrics import count_end, metrics
from orchestrator.run.run_end import end_without_attempt, write_end
from orchestrator.run.supervision import ClaimReleased, error_event, supervise
from orchestrator.turn.answer_end import finish_reason
from orchestrator.turn.loop import TurnLoop
from orchestrator.turn.transcript import Transcript
from orchestrator.turn.turn_input import TurnInput, read_turn_input
from projects import ledger
from projects.database import persist
from projects.ledger import Claim, RunResult

MAX_FRUITLESS_ATTEMPTS = 3


async def attempt(claim: Claim, known: Position) -> None:
    """Run a claimed turn to its end. `known`: a position of the project's log before the claim.

    Raises Fenced, ClaimReleased, RedisError, django.db.Error.
    """
    if claim.stop_requested:
        await end_without_attempt(claim, "cancelled")
    elif claim.attempts_without_progress >= MAX_FRUITLESS_ATTEMPTS:
        problem = ModelError("This answer was cut off several times and could not be finished.", "gave_up")
        await end_without_attempt(claim, "error", error_event(claim, problem))
    else:
        await _stream_answer(claim, known)


async def _stream_answer(claim: Claim, known: Position) -> None:
    if claim.attempt > 1:
        metrics.count("run_takeovers")
    turn_input = await persist(read_turn_input)(claim)
    transcript = Transcript(claim, turn_input.text, turn_input.reasoning)

    async def still_owner() -> bool:
        return await persist(ledger.is_current)(claim)

    async with Writer(
        get_log(), str(claim.project_id), claim.message_id, claim.fence, known, still_owner, transcript.restate
    ) as writer:
        if claim.fence > 1:
            for event in transcript.restate():
                writer.emit(event)
        writer.emit(Status(message_id=claim.message_id, status="thinking", attempt=claim.attempt))
        await _run_turn_loop(claim, writer, transcript, turn_input)


async def _run_turn_loop(claim: Claim, writer: Writer, transcript: Transcript, turn_input: TurnInput) -> None:
    """The end is written when all events of the answer are in the log."""
    loop = TurnLoop(claim, roles.get_roles(turn_input.model), writer, transcript, turn_input)
    started = time.monotonic()
    try:
        verdict = await supervise(claim, writer, loop)
    except ClaimReleased:
        await writer.flush()
        await persist(ledger.release)(claim)
        raise
    await writer.flush()
    first_word_at = loop.speech.first_word_at
    first_token_ms = None if first_word_at is None else round((first_word_at - started) * 1000)
    code = verdict.error.code if verdict.error else ""
    result = RunResult(
        verdict.status,
        transcript.text,
        finish_reason(verdict.status, code, loop.finish_reason),
        transcript.reasoning,
        at=writer.known,
        usage={"model": loop.model_names, **loop.spending.total},
        first_token_ms=first_token_ms,
        error=verdict.error,
        detail=verdict.detail,
    )
    await write_end(claim, result)
    count_end(verdict.status, code, loop.spending.total, first_token_ms, time.monotonic() - started)
