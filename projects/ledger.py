"""What a run writes: every write checks the fence on the message row, in its own transaction. Blocking; see database.py.

Each may be called again after a database error (`database.persist`): what an earlier call has committed is found, not
written twice. A row that somebody else has locked is never waited for here: that raises OperationalError at once.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from chatstream.follow.fold import MessageState
from chatstream.log.entries import START, Position
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Error, Finalized, ToolResult
from chatstream.wire.text_parts import restate_text
from projects import clock
from projects.models import ENDED, Message, OutboxEvent, Project, Step, ToolCall
from projects.outbox import Ground, record
from projects.rollback import on_rollback
from projects.usage import total

if TYPE_CHECKING:

    class _Row(Message):
        """A message as `_locked` and `_unlocked` read it, with the database's time and its verdict."""

        now: datetime
        alive: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to speak for a message, until someone holds a higher fence."""

    message_id: UUID
    project_id: UUID
    fence: int
    attempt: int
    stop_requested: bool
    fruitless: int = 0  # attempts before this one in which no step and no tool was finished, in a row


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What a tool call came to. `payload` is shown to the person and given to the model."""

    success: bool
    payload: dict[str, Any]
    error: str | None = None
    revision: int | None = None  # of the video, if the call changed it


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended; `error` for a failed one, `detail` with why in an operator's words.

    `at`: the position at which the log has all of `content` and `reasoning`.
    """

    status: Literal["success", "error", "cancelled"]
    content: str
    finish_reason: str = ""
    reasoning: str = ""
    at: Position = START
    usage: dict[str, Any] | None = None
    first_token_ms: int | None = None
    error: Error | None = None
    detail: str = ""


class RowLocked(Fenced):
    """Somebody has locked the message's row: an owner that is writing to it, or an outsider. Whose it is cannot be told."""


def claim(message_id: UUID, silent_seconds: float = 0.0, claim_id: UUID | None = None) -> Claim | None:
    """Take over the message with a higher fence than anyone had; None if it has ended or is gone.

    Raises Fenced if its owner was heard from within `silent_seconds`: it lives. `claim_id` is for `find_claim`: unlike other
    writes of a run, a claim may not be repeated after a database error, since nobody could send a heartbeat meanwhile.
    """
    claim_id = claim_id or uuid4()
    with transaction.atomic():
        message = _unlocked(message_id, silent_seconds)
        if message is None or message.ended:
            return None
        if message.alive:
            raise Fenced(str(message_id))
        message.fence += 1
        message.attempt += 1
        message.claim_id = claim_id
        message.status = Message.Status.RUNNING
        message.started = message.started or message.now
        message.heard_from = clock.now()
        message.save(update_fields=["fence", "attempt", "claim_id", "status", "started", "heard_from"])
        return _claim_on(message)


def find_claim(message_id: UUID, claim_id: UUID) -> Claim | None:
    """The claim that `claim` has made under this id, if it was committed and still holds."""
    message = Message.objects.filter(pk=message_id, claim_id=claim_id, status=Message.Status.RUNNING).first()
    return _claim_on(message) if message else None


def _claim_on(message: Message) -> Claim:
    fruitless = message.attempt - max(1, message.progress_attempt)
    return Claim(message.pk, message.project_id, message.fence, message.attempt, message.stop_requested, fruitless)


def _unlocked(message_id: UUID, silent_seconds: float) -> "_Row | None":
    """The row, locked by us; None if there is none. Raises RowLocked."""
    rows = Message.objects.filter(pk=message_id)
    alive = ExpressionWrapper(_alive(silent_seconds), BooleanField())
    locked = rows.select_for_update(skip_locked=True).annotate(now=Now(), alive=alive).first()
    if locked is None and rows.exists():
        raise RowLocked(str(message_id))
    return cast("_Row | None", locked)


def _alive(seconds: float) -> Q:
    """Heard from within `seconds`. A heartbeat from the future is from another clock, such as that of a lost database server."""
    beats = Q(heard_from__gt=clock.now(seconds), heard_from__lt=clock.now(-seconds))
    return Q(status=Message.Status.RUNNING, heard_from__isnull=False) & beats


def raise_fence(claim: Claim, above: int) -> Claim:
    """The same claim with a fence higher than `above`: a database that was set back has forgotten claims that the log knows.

    Raises Fenced.
    """
    fence = above + 1
    with transaction.atomic():
        message = _locked(claim.message_id)
        if message is None or message.status != Message.Status.RUNNING or message.fence not in (claim.fence, fence):
            raise Fenced(str(claim.message_id))
        message.fence = fence
        message.save(update_fields=["fence"])
    return replace(claim, fence=fence)


def hand_on(claim: Claim) -> None:
    """Give the run back for another worker to take at once; it does not count as an attempt. Raises Fenced."""
    with _owned(claim) as message:
        if message.claim_id is None:
            return
        message.attempt -= 1
        message.heard_from = message.claim_id = None
        message.save(update_fields=["attempt", "heard_from", "claim_id"])


def holds(claim: Claim) -> bool:
    """Whether the claim still is the newest, and its message has not ended."""
    return _claimed(claim).exists()


def has_ended(claim: Claim) -> bool:
    """Whether the message has ended, and this claim was the last one on it: nobody else has ended it."""
    return Message.objects.filter(pk=claim.message_id, fence=claim.fence, status__in=ENDED).exists()


def beat(claims: Collection[Claim]) -> dict[Claim, bool]:
    """Record a heartbeat for each claim; returns the ones still held, with their stop flag.

    A row that somebody has locked is passed over: it is held, and the next heartbeat may find it free.
    """
    rows = Message.objects.filter(pk__in=[claim.message_id for claim in claims], status=Message.Status.RUNNING)
    found = {pk: (fence, stop) for pk, fence, stop in rows.values_list("pk", "fence", "stop_requested")}
    held = {
        claim: found[claim.message_id][1] for claim in claims if found.get(claim.message_id, (0,))[0] == claim.fence
    }
    # Whoever claims one between these two lines is alive as well.
    held_rows = rows.filter(pk__in=[claim.message_id for claim in held])
    with transaction.atomic():
        unlocked = held_rows.order_by().select_for_update(skip_locked=True).values("pk")
        rows.filter(pk__in=unlocked).update(heard_from=clock.now())
    return held


def silent_runs(seconds: float) -> list[Message]:
    """Turns that should run and do not: the oldest unfinished one of a project, unclaimed or not heard from for so long."""
    unfinished = Message.objects.filter(role=Message.Role.ASSISTANT).exclude(status__in=ENDED)
    earlier = unfinished.filter(project=OuterRef("project"), position__lt=OuterRef("position"))
    return list(unfinished.exclude(_alive(seconds)).filter(~Exists(earlier)))


def unsaid_projects(seconds: float) -> list[UUID]:
    """Projects with facts that have waited in the outbox for so long."""
    waiting = OutboxEvent.objects.filter(created__lt=clock.now(seconds))
    return list(waiting.values_list("project_id", flat=True).order_by().distinct())


def record_step(claim: Claim, step: Step) -> None:
    """A finished call of the model, before any of its tools runs; `step` is not saved yet. Raises Fenced."""
    with _owned(claim) as message:
        if not message.steps.filter(number=step.number).exists():
            step.pk, step.message_id = None, message.pk  # an earlier try may have been undone
            step.save(force_insert=True)
            _count_progress(message)


def start_tool(
    claim: Claim, step: int, index: int, request_id: str, name: str, title: str, arguments: dict[str, Any]
) -> ToolCall:
    """The row of a tool call, before it runs. Raises Fenced."""
    values = {"request_id": request_id, "name": name, "title": title, "arguments": arguments}
    with _owned(claim) as message:
        call, _ = message.tool_calls.get_or_create(step=step, index=index, defaults=values)
        return call


def finish_tool(
    claim: Claim, call: ToolCall, commit: Callable[[], ToolOutcome], usage: Mapping[str, Any] | None = None
) -> ToolOutcome:
    """Run the tool's effect, its result and the fact that tells of it in one transaction; `call` is then as it ended.

    A call that has ended stays as it is: `commit` is not called. Raises Fenced, whatever `commit` does. `usage`: the tokens
    that the tool used; they are counted with its step's.
    """
    with on_rollback(), _owned(claim) as message:
        row = ToolCall.objects.get(pk=call.pk)
        if row.status == ToolCall.Status.RUNNING:
            outcome = commit()
            _finish(claim, row, outcome, _ms(row.started, message.now), usage or {})
            _count_progress(message)
        else:
            outcome = ToolOutcome(row.status == ToolCall.Status.SUCCESS, row.payload or {}, row.error)
    call.status, call.payload, call.error, call.elapsed_ms = row.status, row.payload, row.error, row.elapsed_ms
    return outcome


def _finish(claim: Claim, call: ToolCall, outcome: ToolOutcome, elapsed_ms: int, usage: Mapping[str, Any]) -> None:
    if usage:
        _count(claim, call.step, usage)
    call.status = ToolCall.Status.SUCCESS if outcome.success else ToolCall.Status.ERROR
    call.payload, call.error, call.elapsed_ms = outcome.payload, outcome.error, elapsed_ms
    call.save(update_fields=["status", "payload", "error", "elapsed_ms"])
    record(
        claim.project_id,
        ToolResult(
            message_id=claim.message_id,
            tool_call_id=call.pk,
            name=call.name,
            success=outcome.success,
            payload=outcome.payload,
            error=outcome.error,
            elapsed_ms=elapsed_ms,
            revision=outcome.revision,
        ),
    )


def _count_progress(message: Message) -> None:
    """Attempts are counted from here on."""
    if message.progress_attempt != message.attempt:
        message.progress_attempt = message.attempt
        message.save(update_fields=["progress_attempt"])


def _count(claim: Claim, number: int, usage: Mapping[str, Any]) -> None:
    step = Step.objects.get(message_id=claim.message_id, number=number)
    step.usage = total([step.usage, usage])
    step.save(update_fields=["usage"])


def finalise(claim: Claim, ending: RunResult, counted: bool = True) -> None:
    """End the run: the one write of the message's text. Raises Fenced; a message ends once (see `has_ended`).

    `counted`: False if this claim was only taken to end the run; people have not seen another attempt.
    """
    with _owned(claim) as message:
        message.usage, message.first_token_ms = ending.usage, ending.first_token_ms
        message.finish_reason, message.reasoning = ending.finish_reason, ending.reasoning
        message.error_detail = ending.detail
        message.elapsed_ms = _ms(message.started or message.now, message.now)
        if not counted:
            message.attempt -= 1
        if ending.error is not None:
            message.error = ending.error.model_dump(include={"code", "error", "retryable"})
        _write_end(message, ending.status, ending.content)
        _say_the_end(message, ending)


def came_to_nothing(message_id: UUID) -> bool:
    """Whether the run failed before the model wrote or did anything."""
    failed = Message.objects.filter(pk=message_id, status="error", content="")
    return failed.filter(steps=None, tool_calls=None).exists()


def take_end(claim: Claim, logged: MessageState) -> None:
    """End the run as the log has it already: the database has lost that end. Nothing is said again. Raises Fenced."""
    end = logged.final_event or {}
    with _owned(claim) as message:
        message.usage, message.first_token_ms = end.get("usage"), end.get("first_token_ms")
        message.elapsed_ms, message.error = end.get("elapsed_ms"), logged.error
        message.finish_reason, message.reasoning = end.get("finish_reason", ""), logged.reasoning
        message.attempt = min(logged.attempt or message.attempt, message.fence)
        _write_end(message, logged.status, logged.content)


def _write_end(message: "_Row", status: str, content: str) -> None:
    message.status, message.content, message.finished = status, content, message.now
    message.save()
    message.tool_calls.filter(status=ToolCall.Status.RUNNING).update(status=ToolCall.Status.CANCELLED)
    Project.objects.filter(pk=message.project_id).update(updated=message.now)


def _say_the_end(message: Message, ending: RunResult) -> None:
    """If the log is lost before it hears of the end, it is told the text first: nobody sees a text jump."""
    if ending.error is not None:
        record(message.project_id, ending.error)
    finalized = Finalized(
        message_id=message.pk,
        status=ending.status,
        finish_reason=ending.finish_reason or None,
        content=ending.content,
        usage=ending.usage,
        elapsed_ms=message.elapsed_ms or 0,
        first_token_ms=ending.first_token_ms,
    )
    stands = restate_text(message.pk, message.attempt, ending.content, ending.reasoning)
    record(message.project_id, finalized, Ground(ending.at, stands))


@contextmanager
def _owned(claim: Claim) -> "Iterator[_Row]":
    """A transaction on the locked row, if the claim's fence is still the newest. Raises Fenced."""
    with transaction.atomic():
        message = _locked(claim.message_id)
        if message is None or message.fence != claim.fence or message.status != Message.Status.RUNNING:
            raise Fenced(str(claim.message_id))
        yield message


def _claimed(claim: Claim) -> QuerySet[Message]:
    return Message.objects.filter(pk=claim.message_id, fence=claim.fence, status=Message.Status.RUNNING)


def _locked(message_id: UUID) -> "_Row | None":
    rows = Message.objects.filter(pk=message_id).select_for_update(nowait=True)
    return cast("_Row | None", rows.annotate(now=Now()).first())


def _ms(begin: datetime, end: datetime) -> int:
    return max(0, round((end - begin).total_seconds() * 1000))
