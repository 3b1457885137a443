"""`@chatstream.responder`: a function that writes answers, on a worker, with exactly one owner."""

from collections.abc import Awaitable, Callable

from chatstream.answers.answer import Answer
from chatstream.answers.history import read_input
from chatstream.log.writer import Writer
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim, RunResult
from chatstream.rows.models import AbstractMessage
from chatstream.run.verdict import Verdict
from chatstream.wire.events import Event

Reply = Callable[[Answer], Awaitable[None]]


class FunctionResponder:
    """See chatstream.run.responder.Responder. Override a method for what else is yours."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply

    async def begin(self, claim: Claim) -> "FunctionAttempt":
        return FunctionAttempt(self.reply, Answer(claim, await persist(read_input)(claim.message_id)))

    async def run_ended(self, message: AbstractMessage) -> None:
        """Nothing was reserved for it."""

    def observe_takeover(self) -> None:
        """Nothing is counted."""

    def observe_end(self, result: RunResult, seconds: float | None) -> None:
        """Nothing is counted."""


def responder(reply: Reply) -> FunctionResponder:
    """Make a responder of an async function. Name it in the setting RESPONDER, as `package.module.name`."""
    return FunctionResponder(reply)


class FunctionAttempt:
    """See chatstream.run.responder.Attempt."""

    def __init__(self, reply: Reply, answer: Answer) -> None:
        self._reply = reply
        self._answer = answer

    @property
    def text(self) -> str:
        return self._answer.text or self._answer.earlier_text

    @property
    def reasoning(self) -> str:
        return self._answer.reasoning

    def restate(self) -> list[Event]:
        return self._answer.restate()

    async def run(self, writer: Writer) -> None:
        self._answer.begin(writer)
        await self._reply(self._answer)

    def result(self, verdict: Verdict) -> RunResult:
        reason = self._answer.finish_reason if verdict.status == "success" else verdict.status
        return RunResult(
            verdict.status,
            self.text,
            reason,
            self.reasoning,
            usage=self._answer.usage or None,
            first_token_ms=self._answer.first_token_ms,
            error=verdict.error,
            detail=verdict.detail,
        )
