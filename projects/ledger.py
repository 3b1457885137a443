"""What a run writes: every write checks the fence on the message row, in its own transaction. Blocking; see database.py."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chatstream.errors import Fenced
from chatstream.events import Error, Finalized, ToolResult
from chatstream.pieces import restate_text
from chatstream.resume import START, Position
from projects.models import ENDED, Message, OutboxEvent, Project, Step, ToolCall
from projects.outbox import Ground, say
from projects.undoing import undoing


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to speak for a message, until someone holds a higher fence."""

    message_id: UUID
    project_id: UUID
    fence: int
    attempt: int
    stop_requested: bool


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What a tool call came to. `payload` is shown to the person and given to the model."""

    success: bool
    payload: dict[str, Any]
    error: str | None = None
    revision: int | None = None  # of the video, if the call changed it


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended; `error` for a failed one. `at`: the position at which the log has all of `content`."""

    status: Literal["success", "error", "cancelled"]
    content: str
    at: Position = START
    usage: dict[str, Any] | None = None
    first_token_ms: int | None = None
    error: Error | None = None


def claim(message_id: UUID, silent_seconds: float = 0.0) -> Claim | None:
    """Take over the message with a higher fence than anyone had; None if it has ended or is gone.

    Raises Fenced if its owner was heard from within `silent_seconds`: it lives.
    """
    with transaction.atomic():
        message = _locked(message_id)
        if message is None or message.ended:
            return None
        now = timezone.now()
        if message.heard_from is not None and message.heard_from > now - timedelta(seconds=silent_seconds):
            raise Fenced(str(message_id))
        message.fence += 1
        message.attempt += 1
        message.status = Message.Status.RUNNING
        message.started = message.started or now
        message.heard_from = now
        message.save(update_fields=["fence", "attempt", "status", "started", "heard_from"])
        return Claim(message.pk, message.project_id, message.fence, message.attempt, message.stop_requested)


def hand_on(claim: Claim) -> None:
    """Give the run back for another worker to take at once; it does not count as an attempt. Raises Fenced."""
    with _owned(claim) as message:
        message.attempt -= 1
        message.heard_from = None
        message.save(update_fields=["attempt", "heard_from"])


def holds(claim: Claim) -> bool:
    """Whether the claim still is the newest, and its message has not ended."""
    return _claimed(claim).exists()


def beat(claims: Collection[Claim]) -> dict[Claim, bool]:
    """Say that these runs live. Those of them that their claim still holds, and whether each should stop."""
    rows = Message.objects.filter(pk__in=[claim.message_id for claim in claims], status=Message.Status.RUNNING)
    found = {pk: (fence, stop) for pk, fence, stop in rows.values_list("pk", "fence", "stop_requested")}
    held = {
        claim: found[claim.message_id][1] for claim in claims if found.get(claim.message_id, (0,))[0] == claim.fence
    }
    # Whoever claims one between these two lines is alive as well.
    rows.filter(pk__in=[claim.message_id for claim in held]).update(heard_from=timezone.now())
    return held


def silent_runs(seconds: float) -> list[Message]:
    """Turns that should run and do not: the oldest unfinished one of a project, unclaimed or not heard from for so long."""
    unfinished = Message.objects.filter(role=Message.Role.ASSISTANT).exclude(status__in=ENDED)
    earlier = unfinished.filter(project=OuterRef("project"), position__lt=OuterRef("position"))
    alive = Q(status=Message.Status.RUNNING, heard_from__gt=timezone.now() - timedelta(seconds=seconds))
    return list(unfinished.exclude(alive).filter(~Exists(earlier)))


def unsaid_projects(seconds: float) -> list[UUID]:
    """Projects with facts that have waited in the outbox for so long."""
    before = timezone.now() - timedelta(seconds=seconds)
    return list(
        OutboxEvent.objects.filter(created__lt=before).values_list("project_id", flat=True).order_by().distinct()
    )


def record_step(
    claim: Claim,
    number: int,
    content: str,
    tool_requests: list[dict[str, str]],
    finish_reason: str,
    usage: dict[str, Any] | None,
) -> None:
    """A finished call of the model, before any of its tools runs. Raises Fenced."""
    with _owned(claim):
        Step.objects.create(
            message_id=claim.message_id,
            number=number,
            content=content,
            tool_requests=tool_requests,
            finish_reason=finish_reason,
            usage=usage,
        )


def start_tool(
    claim: Claim, step: int, index: int, request_id: str, name: str, title: str, arguments: dict[str, Any]
) -> ToolCall:
    """The row of a tool call, before it runs. Raises Fenced."""
    with _owned(claim):
        return ToolCall.objects.create(
            message_id=claim.message_id,
            step=step,
            index=index,
            request_id=request_id,
            name=name,
            title=title,
            arguments=arguments,
        )


def finish_tool(
    claim: Claim, call: ToolCall, commit: Callable[[], ToolOutcome], usage: Mapping[str, int] | None = None
) -> ToolOutcome:
    """Run the tool's effect, its result and the fact that tells of it in one transaction. Raises Fenced, whatever `commit` does.

    `usage`: the tokens that the tool used; they are counted with its step's.
    """
    with undoing(), _owned(claim):
        outcome = commit()
        if usage:
            _count(claim, call.step, usage)
        call.status = ToolCall.Status.SUCCESS if outcome.success else ToolCall.Status.ERROR
        call.payload, call.error, call.elapsed_ms = outcome.payload, outcome.error, _ms_since(call.started)
        call.save(update_fields=["status", "payload", "error", "elapsed_ms"])
        say(
            claim.project_id,
            ToolResult(
                message_id=claim.message_id,
                tool_call_id=call.pk,
                name=call.name,
                success=outcome.success,
                payload=outcome.payload,
                error=outcome.error,
                elapsed_ms=call.elapsed_ms,
                revision=outcome.revision,
            ),
        )
        return outcome


def _count(claim: Claim, number: int, usage: Mapping[str, int]) -> None:
    step = Step.objects.get(message_id=claim.message_id, number=number)
    step.usage = dict(Counter(step.usage or {}) + Counter(usage))
    step.save(update_fields=["usage"])


def finalise(claim: Claim, ending: Ending, counted: bool = True) -> None:
    """End the run: the one write of the message's text. Raises Fenced; a message ends once.

    `counted`: False if this claim was only taken to end the run; people have not seen another attempt.
    """
    with _owned(claim) as message:
        now = timezone.now()
        message.status, message.content, message.finished = ending.status, ending.content, now
        message.usage, message.first_token_ms = ending.usage, ending.first_token_ms
        message.elapsed_ms = _ms_since(message.started or now)
        if not counted:
            message.attempt -= 1
        if ending.error is not None:
            message.error = ending.error.model_dump(include={"code", "error", "retryable"})
        message.save()
        message.tool_calls.filter(status=ToolCall.Status.RUNNING).update(status=ToolCall.Status.CANCELLED)
        Project.objects.filter(pk=claim.project_id).update(updated=now)
        _say_the_end(message, ending)


def came_to_nothing(message_id: UUID) -> bool:
    """Whether the run failed before the model wrote or did anything."""
    failed = Message.objects.filter(pk=message_id, status="error", content="")
    return failed.filter(steps=None, tool_calls=None).exists()


def _say_the_end(message: Message, ending: Ending) -> None:
    """If the log is lost before it hears of the end, it is told the text first: nobody sees a text jump."""
    if ending.error is not None:
        say(message.project_id, ending.error)
    finalized = Finalized(
        message_id=message.pk,
        status=ending.status,
        content=ending.content,
        usage=ending.usage,
        elapsed_ms=message.elapsed_ms or 0,
        first_token_ms=ending.first_token_ms,
    )
    say(message.project_id, finalized, Ground(ending.at, restate_text(message.pk, message.attempt, ending.content)))


@contextmanager
def _owned(claim: Claim) -> Iterator[Message]:
    """A transaction on the locked row, if the claim's fence is still the newest. Raises Fenced."""
    with transaction.atomic():
        message = _locked(claim.message_id)
        if message is None or message.fence != claim.fence or message.status != Message.Status.RUNNING:
            raise Fenced(str(claim.message_id))
        yield message


def _claimed(claim: Claim) -> QuerySet[Message]:
    return Message.objects.filter(pk=claim.message_id, fence=claim.fence, status=Message.Status.RUNNING)


def _locked(message_id: UUID) -> Message | None:
    return Message.objects.select_for_update().filter(pk=message_id).first()


def _ms_since(moment: datetime) -> int:
    return max(0, round((timezone.now() - moment).total_seconds() * 1000))
