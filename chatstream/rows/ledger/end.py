"""The end of a run: the one write of a message's text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from chatstream.follow.fold import MessageState
from chatstream.log.entries import START, Position
from chatstream.rows.ledger.rows import Claim, lock_claimed, milliseconds_between
from chatstream.rows.models import AbstractMessage, AbstractToolCall
from chatstream.rows.outbox import Precondition, record
from chatstream.wire.events import Error, Finalized
from chatstream.wire.text_parts import restate_text

if TYPE_CHECKING:
    from chatstream.rows.ledger.rows import LockedMessage


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended; `error` for a failed one, `detail` for operators: why.

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


def finalise(claim: Claim, result: RunResult, counted: bool = True) -> None:
    """End the run: the one write of the message's text. Raises Fenced; a message ends once (see `has_ended`).

    `counted`: False if this claim was only made to end the run: no reader has seen another attempt.
    """
    with lock_claimed(claim) as message:
        message.usage, message.first_token_ms = result.usage, result.first_token_ms
        message.finish_reason, message.reasoning = result.finish_reason, result.reasoning
        message.error_detail = result.detail
        message.elapsed_ms = milliseconds_between(message.started or message.now, message.now)
        if not counted:
            message.attempt -= 1
        if result.error is not None:
            message.error = result.error.model_dump(include={"code", "error", "retryable"})
        _write_end(message, result.status, result.content)
        message.complete_end(message.now)  # `finalized` is the last event of a run
        _record_end(message, result)


def adopt_end(claim: Claim, logged: MessageState) -> None:
    """End the run as the log has it already: the database has lost that end. Records no event. Raises Fenced."""
    end = logged.final_event or {}
    with lock_claimed(claim) as message:
        message.usage, message.first_token_ms = end.get("usage"), end.get("first_token_ms")
        message.elapsed_ms, message.error = end.get("elapsed_ms"), logged.error
        message.finish_reason, message.reasoning = end.get("finish_reason", ""), logged.reasoning
        message.attempt = min(logged.attempt or message.attempt, message.fence)
        _write_end(message, logged.status, logged.content)
        message.complete_end(message.now)


def _write_end(message: "LockedMessage", status: str, content: str) -> None:
    message.status, message.content, message.finished = status, content, message.now
    message.save()
    running = message.tool_calls.filter(status=AbstractToolCall.Status.RUNNING)
    running.update(status=AbstractToolCall.Status.CANCELLED)


def _record_end(message: AbstractMessage, result: RunResult) -> None:
    """Should the log be lost before `finalized` is appended, the new one gets the text first: no reader sees a text jump."""
    if result.error is not None:
        record(message.stream_id, result.error)
    finalized = Finalized(
        message_id=message.pk,
        status=result.status,
        finish_reason=result.finish_reason or None,
        content=result.content,
        usage=result.usage,
        elapsed_ms=message.elapsed_ms or 0,
        first_token_ms=result.first_token_ms,
    )
    restatement = restate_text(message.pk, message.attempt, result.content, result.reasoning)
    record(message.stream_id, finalized, Precondition(result.at, restatement))
