"""A run from claim to finalized: claim with a fence, speak, end once, let the next turn of the project begin.

While it runs, its beat on the row says that it lives; who finds no beat there takes it over.
"""

import logging
import time
from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid4

from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from chatstream.follow.fold import MessageState
from chatstream.log.entries import Position
from chatstream.log.event_log import Producer, get_log
from chatstream.log.writer import Writer
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Error, Status
from chatstream.wire.text_parts import restate_text
from orchestrator.errors import ModelError
from orchestrator.llm.interface import ChatMessage
from orchestrator.llm.roles import get_roles
from orchestrator.run import limits, queue
from orchestrator.run.reconciliation import reconcile
from orchestrator.run.supervision import HandedOn, failure, supervise
from orchestrator.turn.answer_end import finish_reason
from orchestrator.turn.history import conversation
from orchestrator.turn.loop import TurnLoop
from orchestrator.turn.system_prompt import system_prompt
from orchestrator.turn.transcript import Transcript, joined
from projects import database, ledger, revisions
from projects.actions import next_turn
from projects.assets import newest_images
from projects.database import is_passing, off_loop, persist
from projects.ledger import Claim, RowLocked, RunResult
from projects.logged_messages import read_logged_state
from projects.model_choice import model_of
from projects.models import Message, Step, ToolCall
from projects.outbox import find_waiting_projects, flush

logger = logging.getLogger(__name__)

ATTEMPTS = 3
SILENT_SECONDS = 7.0  # three beats missed: whoever held the run is gone
_NEVER = 1e9
PICTURES_TOLD = 12


@dataclass(frozen=True, slots=True)
class _Material:
    """What a run needs to know before it speaks, read once."""

    model: str
    system: str
    conversation: list[ChatMessage]
    steps: list[Step]
    calls: list[ToolCall]

    @property
    def text(self) -> str:
        """What finished steps have said: it stands, whatever became of the process that said it."""
        return joined([step.content for step in self.steps])

    @property
    def reasoning(self) -> str:
        return joined([step.reasoning for step in self.steps])


async def announce(project_id: UUID) -> None:
    """Say what is committed, and have the project's oldest unfinished turn run. Raises RedisError. Harmless to repeat."""
    await flush(project_id)
    turn = await off_loop(next_turn)(project_id)
    if turn is not None:
        await queue.enqueue(turn.pk)


async def run_turn(message_id: UUID, unclaimed_only: bool = False) -> None:
    """Run one turn to its end and let the next begin; return at once if somebody runs it. Harmless to repeat.

    `unclaimed_only`: an owner counts as alive also if it was not heard from.

    Raises RowLocked, RedisError, django.db.Error, HandedOn; whatever it raises, another call can take the turn up.
    """
    message = await persist(_find)(message_id)
    if message is None:
        return
    # Before the claim, and in a log that has begun: if it is lost from here on, the run hears of it.
    await flush(message.project_id)
    known = await get_log().head(str(message.project_id))
    try:
        claim = await _claim(message.pk, _NEVER if unclaimed_only else silent_seconds())
        if claim is not None:
            await _own(claim, known)
    except RowLocked:
        raise
    except Fenced:
        if await off_loop(_find)(message_id) is not None:
            logger.info("Run %s has another owner.", message_id)
            return
        logger.info("Run %s ends: its project was deleted.", message_id)
    assert message.request_id is not None  # every answer has the id of the request that asked for it
    await limits.release(message.project.owner_id, message.project_id, message.request_id)
    if await off_loop(ledger.has_failed_empty)(message.pk):
        await limits.refund(message.project.owner_id, message.project_id, message.request_id)
    await announce(message.project_id)


def silent_seconds() -> float:
    """After how long without a heartbeat an owner counts as gone. While the database was away nobody could send one."""
    return _NEVER if database.outage.failed_within(SILENT_SECONDS) else SILENT_SECONDS


async def sweep() -> None:
    """Find what no queue remembers: turns that nobody runs, and facts that nobody has said."""
    for project_id in await off_loop(find_waiting_projects)(SILENT_SECONDS):
        await flush(project_id)
    for message in await off_loop(ledger.find_silent_runs)(silent_seconds()):
        await queue.enqueue(message.pk)


async def _claim(message_id: UUID, silent: float) -> Claim | None:
    claim_id = uuid4()
    try:
        return await off_loop(ledger.claim)(message_id, silent, claim_id)
    except DatabaseError as problem:
        if not is_passing(problem):
            raise
        if (claim := await persist(ledger.find_claim)(message_id, claim_id)) is not None:
            return claim
        raise


async def _own(claim: Claim, known: Position) -> None:
    try:
        reconciled = await reconcile(claim)
        if reconciled is not None:
            claim = reconciled
            await _speak(claim, known)
    except (RedisError, OSError, DatabaseError) as problem:
        if not isinstance(problem, DatabaseError) or is_passing(problem):  # that a store is away is no attempt
            await persist(ledger.release)(claim)
        raise


async def _speak(claim: Claim, known: Position) -> None:
    if claim.stop_requested:
        await _close(claim, "cancelled")
        return
    if claim.attempts_without_progress >= ATTEMPTS:
        problem = ModelError("This answer was cut off several times and could not be finished.", "gave_up")
        await _close(claim, "error", failure(claim, problem))
        return
    material = await persist(_gather)(claim)
    transcript = Transcript(claim, material.text, material.reasoning)

    async def still_owner() -> bool:
        return await persist(ledger.is_current)(claim)

    log = get_log()
    async with Writer(
        log, str(claim.project_id), claim.message_id, claim.fence, known, still_owner, transcript.restate
    ) as writer:
        if claim.fence > 1:
            for event in transcript.restate():
                writer.emit(event)
        writer.emit(Status(message_id=claim.message_id, status="thinking", attempt=claim.attempt))
        await _finish(claim, writer, transcript, material)


async def _finish(claim: Claim, writer: Writer, transcript: Transcript, material: _Material) -> None:
    """Let the turn run to its end, have all of it in the log, then write the end."""
    roles = get_roles(material.model)
    loop = TurnLoop(
        claim, roles, writer, transcript, material.system, material.conversation, material.steps, material.calls
    )
    started = time.monotonic()
    try:
        verdict = await supervise(claim, writer, loop)
    except HandedOn:
        await writer.flush()
        await persist(ledger.release)(claim)
        raise
    await writer.flush()
    first_word_at = loop.speech.first_word_at
    ending = RunResult(
        verdict.status,
        transcript.text,
        finish_reason(verdict.status, verdict.error.code if verdict.error else "", loop.finish_reason),
        transcript.reasoning,
        at=writer.known,
        usage={"model": ", ".join(loop.models) or roles.director.name, **loop.spending.total},
        first_token_ms=None if first_word_at is None else round((first_word_at - started) * 1000),
        error=verdict.error,
        detail=verdict.detail,
    )
    await _end(claim, ending)


async def _end(claim: Claim, ending: RunResult, counted: bool = True) -> None:
    """Write the end, once: if its commit was not acknowledged, it may be there already."""
    try:
        await persist(ledger.finalise)(claim, ending, counted)
    except Fenced:
        if not await persist(ledger.has_ended)(claim):
            raise


async def _close(claim: Claim, status: Literal["error", "cancelled"], error: Error | None = None) -> None:
    """End a run that nobody runs, without another attempt, with the text that people have seen."""
    last_word = Status(message_id=claim.message_id, status="stopping", attempt=claim.attempt - 1)
    speaker = Producer(str(claim.message_id), uuid4().hex, claim.fence)
    log = get_log()
    # No earlier owner is heard from here on.
    head = await log.append(str(claim.project_id), speaker, 1, [last_word.encode()])
    state = await read_logged_state(claim.project_id, claim.message_id) or MessageState()
    text, reasoning = state.content, state.reasoning
    if (
        not text and (material := await persist(_gather)(claim)).text
    ):  # a lost log has nothing of it; finished steps have
        text, reasoning = material.text, material.reasoning
        stands = [event.encode() for event in restate_text(claim.message_id, last_word.attempt, text, reasoning)]
        head = await log.append(str(claim.project_id), speaker, 2, stands, head)
    reason = finish_reason(status, error.code if error else "", "")
    await _end(claim, RunResult(status, text, reason, reasoning, at=head, error=error), counted=False)


def _find(message_id: UUID) -> Message | None:
    return Message.objects.select_related("project").filter(pk=message_id).first()


def _gather(claim: Claim) -> _Material:
    answer = Message.objects.select_related("project", "answers").get(pk=claim.message_id)
    return _Material(
        model_of(answer.project),
        system_prompt(
            answer.project,
            revisions.document_of(revisions.current(claim.project_id)),
            newest_images(claim.project_id, PICTURES_TOLD),
        ),
        conversation(answer),
        list(answer.steps.all()),
        list(answer.tool_calls.all()),
    )
