"""The loop of a turn: call the model, run the tools it asks for, give it their results, call it again; bounded."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Literal

from django.conf import settings

from chatstream.log.writer import Writer
from chatstream.rows import ledger
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim
from chatstream.run.errors import ModelError
from chatstream.run.steering import read_steerings
from chatstream.tracing import span
from chatstream.wire.events import Status
from orchestrator.llm.interface import ChatMessage
from orchestrator.llm.roles import Roles
from orchestrator.tools.catalogue import Catalogue
from orchestrator.turn.answer_end import check_end
from orchestrator.turn.model_call import ModelCaller
from orchestrator.turn.replay import replayed_step, requests_of
from orchestrator.turn.speech import Speech
from orchestrator.turn.spending import Spending
from orchestrator.turn.steering import as_messages, read_at
from orchestrator.turn.tool_budget import TOO_MANY_STEPS, ToolBudget
from orchestrator.turn.tool_calls import ToolRunner
from orchestrator.turn.transcript import Transcript
from orchestrator.turn.turn_input import TurnInput
from projects.models import Step, ToolCall


class TurnLoop:
    """One attempt at one turn. `finish_reason`: of the last step, as the model gave it."""

    def __init__(
        self,
        claim: Claim,
        roles: Roles,
        writer: Writer,
        transcript: Transcript,
        turn_input: TurnInput,
        catalogue: Catalogue,
    ) -> None:
        self.speech = Speech(writer, transcript)
        self.spending = Spending(turn_input.answer.cut_calls.values())
        self.finish_reason = ""
        self._claim = claim
        self._director = roles.director.name
        self._models: dict[str, None] = {}  # which have answered, in their order
        self._writer = writer
        self._transcript = transcript
        self._answer = turn_input.answer
        self._finished_steps = turn_input.steps
        self._earlier_calls = turn_input.calls
        self._calls_so_far = 0
        self._step_limit: int = settings.TURN_MAX_STEPS
        self._budget = ToolBudget()
        self._offered = catalogue.tools
        self._model = ModelCaller(
            claim, roles, writer, self.speech, self.spending, catalogue, turn_input.system, turn_input.conversation
        )
        self._tools = ToolRunner(claim, roles, writer, transcript, self.spending, catalogue.tools)

    @property
    def model_names(self) -> str:
        """The models that have answered so far, separated by commas."""
        return ", ".join(self._models) or self._director

    async def run(self) -> None:
        """Go on until the model is done, a tool gives the turn to the person, or a budget ends it.

        Raises RunError, Fenced, django.db.Error.
        """
        agent = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "director"}
        with span("invoke_agent director", {**agent, "gen_ai.conversation.id": self._claim.stream}):
            await self._run()

    async def _run(self) -> None:
        for step in self._finished_steps:
            self._add_steerings(step.number, read_at(self._answer, step.number))
            if await self._resume_step(step):
                return
        for number in count(len(self._finished_steps)):
            self.spending.check()
            await self._read_steerings(number)
            if number >= self._step_limit:
                break
            with span("step", {"chatstream.step": number + 1}):
                is_over = await self._complete_step(await self._model.call(number))
            if is_over:
                return
            self._set_status("thinking")
        detail = f"more than {settings.TURN_MAX_STEPS} steps (TURN_MAX_STEPS)"
        raise ModelError(TOO_MANY_STEPS, "too_many_steps", detail=detail)

    async def _read_steerings(self, number: int) -> None:
        """What the person has added meanwhile goes to the model with its next call."""
        place = (len(self._transcript.text), len(self._transcript.reasoning), self._calls_so_far)
        self._add_steerings(number, as_messages(await read_steerings(self._claim, number, place)))

    def _add_steerings(self, number: int, steerings: Sequence[ChatMessage]) -> None:
        """The bound on steps counts from what the person said last, as for a message of its own."""
        if steerings:
            self._model.conversation = [*self._model.conversation, *steerings]
            self._step_limit = number + settings.TURN_MAX_STEPS

    async def _complete_step(self, step: Step) -> bool:
        """Run the tools of a new step. True if the turn is over."""
        self._count(step)
        check_end(step)
        if not step.tool_requests:
            return await self._end_with(step)
        self.spending.check()
        self._budget.admit(requests_of(step))
        return await self._use_tools(step, {})

    async def _resume_step(self, step: Step) -> bool:
        """Carry over a step that an earlier attempt has recorded; run those of its calls that have not finished.

        True if the turn is over.
        """
        requests = requests_of(step)
        self._budget.admit(requests)
        self._count(step)
        check_end(step)
        if not requests:
            return await self._end_with(step)
        calls = {call.index: call for call in self._earlier_calls if call.step == step.number}
        finished = [call for call in calls.values() if call.status != ToolCall.Status.RUNNING]
        if len(finished) == len(requests):
            return await self._add_results(step, [calls[index] for index in range(len(requests))])
        self.spending.check()
        return await self._use_tools(step, calls)

    async def _use_tools(self, step: Step, earlier: Mapping[int, ToolCall]) -> bool:
        self._set_status("building")
        return await self._add_results(step, await self._tools.run(step.number, requests_of(step), earlier))

    async def _add_results(self, step: Step, calls: Sequence[ToolCall]) -> bool:
        """Give the model its step and the results of its calls. True if the turn is over."""
        step_message, *results = replayed_step(step, calls)
        self._budget.record(requests_of(step), [result.content for result in results])
        self._calls_so_far += len(calls)
        self._model.conversation = [*self._model.conversation, step_message, *results]
        return any(self._ends_turn(call) for call in calls) and await self._close_steering(step)

    async def _end_with(self, step: Step) -> bool:
        """Of a step that uses no tools, which is the last one. True if the turn is over."""
        if await self._close_steering(step):
            return True
        self._model.conversation = [*self._model.conversation, *replayed_step(step, [])]
        return False

    async def _close_steering(self, step: Step) -> bool:
        """False if the person has added something that the model reads after this step: then it is called once more."""
        return await persist(ledger.close_steering)(self._claim, step.number)

    def _count(self, step: Step) -> None:
        self.spending.add(step.usage)
        self._models[step.model or self._director] = None
        self.finish_reason = step.finish_reason

    def _set_status(self, status: Literal["thinking", "building"]) -> None:
        self._writer.emit(Status(message_id=self._claim.message_id, status=status, attempt=self._claim.attempt))

    def _ends_turn(self, call: ToolCall) -> bool:
        tool = self._offered.get(call.name)
        return tool is not None and tool.ends_turn and call.status == ToolCall.Status.SUCCESS
