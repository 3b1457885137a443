"""The responder of this product: each answer is a turn of calls of a model and of tools."""

import time
from dataclasses import dataclass, field, replace

from chatstream.log.writer import Writer
from chatstream.rows.database import off_loop, persist
from chatstream.rows.ledger import Claim, RunResult
from chatstream.run.verdict import Verdict
from chatstream.wire.events import Event
from orchestrator.llm import roles
from orchestrator.run import limits
from orchestrator.run.allowances import pay_from_allowance
from orchestrator.run.cut_calls import count_cut_call
from orchestrator.run.metrics import count_end, metrics
from orchestrator.tools.catalogue import read_catalogue
from orchestrator.turn.answer_end import finish_reason
from orchestrator.turn.loop import TurnLoop
from orchestrator.turn.transcript import Transcript
from orchestrator.turn.turn_input import TurnInput, read_turn_input
from projects.models import Message
from projects.steps import has_failed_empty


class TurnResponder:
    """See chatstream.run.responder.Responder."""

    async def begin(self, claim: Claim) -> "TurnAttempt":
        """Raises Message.DoesNotExist if the project was deleted, Fenced, RedisError, django.db.Error."""
        turn_input = await persist(read_turn_input)(claim)
        await count_cut_call(claim, turn_input)
        return TurnAttempt(claim, turn_input)

    async def run_ended(self, message: Message) -> None:
        """The run no longer counts as live, nor its request, if nothing came of it."""
        assert message.request_id is not None  # every answer has the id of the request that asked for it
        await limits.release(message.project.owner_id, message.project_id, message.request_id)
        if await off_loop(has_failed_empty)(message.pk):
            await limits.refund(message.project.owner_id, message.project_id, message.request_id)

    def observe_takeover(self) -> None:
        metrics.count("run_takeovers")

    def observe_end(self, result: RunResult, seconds: float | None) -> None:
        code = result.error.code if result.error else ""
        if seconds is None:
            metrics.count("runs_ended", status=result.status, code=code)
        else:
            count_end(result.status, code, result.usage or {}, result.first_token_ms, seconds)


@dataclass
class TurnAttempt:
    """See chatstream.run.responder.Attempt."""

    claim: Claim
    turn_input: TurnInput
    transcript: Transcript = field(init=False)
    _loop: TurnLoop | None = None
    _started: float = 0.0

    def __post_init__(self) -> None:
        self.transcript = Transcript(self.claim, self.turn_input.text, self.turn_input.reasoning)

    @property
    def text(self) -> str:
        return self.transcript.text

    @property
    def reasoning(self) -> str:
        return self.transcript.reasoning

    def restate(self) -> list[Event]:
        return self.transcript.restate()

    async def run(self, writer: Writer) -> None:
        self._started = time.monotonic()
        paid = await pay_from_allowance(roles.get_roles(self.turn_input.model), self.turn_input.answer, self.claim)
        self._loop = TurnLoop(self.claim, paid, writer, self.transcript, self.turn_input, await read_catalogue())
        await self._loop.run()

    def result(self, verdict: Verdict) -> RunResult:
        loop = self._loop
        reason = finish_reason(verdict.status, verdict.code, loop.finish_reason if loop else "")
        result = RunResult(
            verdict.status, self.text, reason, self.reasoning, error=verdict.error, detail=verdict.detail
        )
        if loop is None:  # it was stopped before it began
            return replace(result, usage=self.turn_input.earlier_usage)
        first_word_at = loop.speech.first_word_at
        return replace(
            result,
            usage={"model": loop.model_names, **loop.spending.total},
            first_token_ms=None if first_word_at is None else round((first_word_at - self._started) * 1000),
        )
