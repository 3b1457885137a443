"""The loop of a turn: a streaming call of the model, its words, its tool calls, their results, the next call; bounded."""

import asyncio
import logging
from typing import Any

from django.conf import settings
from pydantic import ValidationError

from chatstream.log.writer import Writer
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Status, ToolProgress, ToolStart
from orchestrator.errors import ModelError, TurnError
from orchestrator.llm.generation import Generation
from orchestrator.llm.interface import OUTPUT_TOKENS, ChatMessage, StepEnd, StepRequest, ToolRequest
from orchestrator.llm.message_order import alternate
from orchestrator.llm.roles import Roles
from orchestrator.llm.text.characters import storable
from orchestrator.llm.tool_model import ToolModel
from orchestrator.tools import TOOLS
from orchestrator.tools.tool import Commit, Tool, ToolContext
from orchestrator.turn.answer_end import check_end
from orchestrator.turn.history import newer_half
from orchestrator.turn.replay import replayed_step, requests_of, tool_result, vendor_of, vendor_text
from orchestrator.turn.speech import Speech
from orchestrator.turn.spending import Spending, Use, use_of
from orchestrator.turn.tool_budget import ToolBudget
from orchestrator.turn.transcript import Transcript
from projects import ledger
from projects.database import is_passing, persist
from projects.ledger import Claim, ToolOutcome
from projects.models import Step, ToolCall
from projects.outbox import flush_when_possible
from projects.usage import total
from storyboard.changes import OperationRefused
from storyboard.problems import problem_sentence

logger = logging.getLogger(__name__)

PROBLEM_MAX_CHARS = 2_000
TOO_LONG = "conversation_too_long"  # the code of a provider that says so
FAILED = "The tool failed on our side; nothing was changed."


class TurnLoop:
    """One attempt at one turn. `steps` and `calls` are what earlier attempts have finished: it is not done again."""

    def __init__(
        self,
        claim: Claim,
        roles: Roles,
        writer: Writer,
        transcript: Transcript,
        system: str,
        conversation: list[ChatMessage],
        steps: list[Step],
        calls: list[ToolCall],
    ) -> None:
        self.claim = claim
        self.roles = roles
        self.provider = roles.director
        self.writer = writer
        self.transcript = transcript
        self.system = system
        self.turns = conversation
        self.steps = steps
        self.calls = calls
        self.speech = Speech(writer, transcript)
        self.spending = Spending()
        self.models: dict[str, None] = {}  # which have answered, in their order
        self.finish_reason = ""  # of the last step, as the model gave it
        self._budget = ToolBudget()

    async def run(self) -> None:
        """Go on until the model is done, a tool hands the word to the person, or a budget ends it.

        Raises TurnError, Fenced.
        """
        for step in self.steps:
            if await self._take_up(step):
                return
        for number in range(len(self.steps), settings.TURN_MAX_STEPS):
            step = await self._call_model(number)
            check_end(step)
            if not step.tool_requests:
                return
            if await self._use_tools(number, _said(step)):
                return
            self.writer.emit(Status(message_id=self.claim.message_id, status="thinking", attempt=self.claim.attempt))
        raise ModelError(
            f"The answer needed more than {settings.TURN_MAX_STEPS} rounds with its tools.", "too_many_steps"
        )

    async def _take_up(self, step: Step) -> bool:
        """Carry a finished step over; tool calls of it that did not finish are run. True if the turn is over."""
        requests = requests_of(step)
        self._budget.admit(requests)
        self._note(step)
        check_end(step)
        if not requests:
            return True
        done = {call.index: call for call in self.calls if call.step == step.number}
        if all(index in done and done[index].status != "running" for index in range(len(requests))):
            calls = [done[index] for index in range(len(requests))]
            said, *results = replayed_step(step, calls)
            self._budget.record(requests, [result.content for result in results])
            self.turns += [said, *results]
            return any(self._ends_turn(call) for call in calls)
        return await self._use_tools(step.number, _said(step), done)

    async def _call_model(self, number: int) -> Step:
        """One answer of the model, as its row has it now. No tool runs before the model has said that it is done."""
        self.spending.check()
        self.transcript.begin_step()
        end, usage = await self._ask()
        step = Step(
            number=number,
            content=self.transcript.step_text,
            reasoning=self.transcript.step_reasoning,
            tool_requests=[_row(each) for each in end.tool_requests],
            finish_reason=end.finish_reason,
            model=(end.model or self.provider.name)[:200],
            vendor=vendor_text(end),
            usage=usage,
        )
        await self.writer.flush()
        await persist(ledger.record_step)(self.claim, step)
        self._note(step)
        return step

    async def _ask(self) -> tuple[StepEnd, Use | None]:
        """The end of a step and what it has used. A model with a small window is told less and less of what came earlier."""
        tools = tuple(tool.spec() for tool in TOOLS.values())
        while True:
            request = StepRequest(
                self.system,
                tuple(alternate(self.turns)),
                tools,
                max_output_tokens=settings.LLM_MAX_OUTPUT_TOKENS or OUTPUT_TOKENS,
                effort=settings.LLM_EFFORT,
            )
            asking = Generation(self.provider, self.speech)
            try:
                return await asking.ask(request), self._use_of(asking)
            except TurnError as problem:
                begun = self.transcript.step_text or self.transcript.step_reasoning
                shorter = None if begun else newer_half(self.turns)
                if problem.code != TOO_LONG or shorter is None:
                    self.spending.add(self._use_of(asking))
                    raise
                logger.info(
                    "Run %s is too long for %s: half of what came earlier is left out.",
                    self.claim.message_id,
                    self.provider.name,
                )
                self.turns = shorter

    def _use_of(self, asking: Generation) -> Use | None:
        uses = [use_of(call, self.provider.name, self.roles.price) for call in asking.calls]
        return total(uses) or None

    def _note(self, step: Step) -> None:
        self.spending.add(step.usage)
        self.models[step.model or self.provider.name] = None
        self.finish_reason = step.finish_reason

    async def _use_tools(self, step: int, said: ChatMessage, begun: dict[int, ToolCall] | None = None) -> bool:
        """Show the calls of one step in the model's order, then run them side by side. True ends the turn.

        Their effects come in the model's order, so that the video is the same however fast each of them was.
        """
        self.spending.check()
        requests = said.tool_requests
        if begun is None:
            self._budget.admit(requests)
        self.writer.emit(Status(message_id=self.claim.message_id, status="building", attempt=self.claim.attempt))
        rows = [
            await self._begin(step, index, request, (begun or {}).get(index)) for index, request in enumerate(requests)
        ]
        try:
            async with asyncio.TaskGroup() as group:
                tasks: list[asyncio.Task[ToolCall]] = []
                for request, row in zip(requests, rows, strict=True):
                    tasks.append(group.create_task(self._use_tool(request, row, tuple(tasks[-1:]))))
        except ExceptionGroup as several:
            raise several.exceptions[0] from None
        calls = [task.result() for task in tasks]
        results = [tool_result(request.id, call) for request, call in zip(requests, calls, strict=True)]
        self._budget.record(requests, [result.content for result in results])
        self.turns += [said, *results]
        return any(self._ends_turn(call) for call in calls)

    async def _begin(self, step: int, index: int, request: ToolRequest, call: ToolCall | None) -> ToolCall:
        """The row of a call, and its card; one that has finished already has both."""
        if call is not None and call.status != ToolCall.Status.RUNNING:
            return call
        if call is None:
            tool = TOOLS.get(request.name)
            parsed, _ = _parse(tool, request)
            title = tool.title(parsed) if tool and parsed is not None else f"“{request.name[:60]}” could not be used"
            shown = parsed.model_dump(mode="json") if parsed is not None else {}
            call = await persist(ledger.start_tool)(
                self.claim, step, index, request.id[:200], request.name[:64], title[:200], shown
            )
        self._announce(call)
        return call

    async def _use_tool(
        self, request: ToolRequest, call: ToolCall, before: tuple[asyncio.Task[ToolCall], ...]
    ) -> ToolCall:
        """`before`: the call before this one, if there is one; whatever becomes of it, it is done first."""
        if call.status != ToolCall.Status.RUNNING:
            return call  # an earlier attempt has done it, and what came before it
        tool, model = TOOLS.get(request.name), self.roles.tool_model()
        parsed, problem = _parse(tool, request)
        if tool is None or parsed is None:
            commit: Commit = _refusal(problem)
        else:
            commit = await self._run(tool, parsed, call, model)
        if before:
            await asyncio.wait(before)
        await self.writer.flush()
        await self._commit(call, commit, model)
        self.transcript.running.pop(call.pk, None)
        await flush_when_possible(self.claim.project_id)
        return call

    async def _run(self, tool: Tool[Any], arguments: Any, call: ToolCall, model: ToolModel) -> Commit:
        def progress(detail: str, fraction: float | None) -> None:
            self.writer.emit(
                ToolProgress(
                    message_id=self.claim.message_id,
                    tool_call_id=call.pk,
                    name=call.name,
                    detail=detail,
                    progress=fraction,
                )
            )

        try:
            context = ToolContext(self.claim.project_id, self.claim.message_id, progress, model)
            return await tool.run(context, arguments)
        except Fenced:
            raise
        except (TurnError, OperationRefused) as refused:
            return _refusal(str(refused))
        except Exception as problem:
            if is_passing(problem):
                raise  # the run is taken up again when the database is back
            logger.exception("Tool %s failed.", call.name)
            return _refusal(FAILED)

    async def _commit(self, call: ToolCall, commit: Commit, model: ToolModel) -> None:
        if model.usage:
            self.spending.add(model.usage)
        try:
            await persist(ledger.finish_tool)(self.claim, call, commit, model.usage)
        except Fenced:
            raise
        except Exception:
            logger.exception("The effect of tool %s failed and was undone.", call.name)
            await persist(ledger.finish_tool)(self.claim, call, _refusal(FAILED), model.usage)

    def _announce(self, call: ToolCall) -> None:
        event = ToolStart(
            message_id=self.claim.message_id,
            tool_call_id=call.pk,
            name=call.name,
            title=call.title,
            arguments=call.arguments,
        )
        self.transcript.running[call.pk] = event
        self.writer.emit(event)

    @staticmethod
    def _ends_turn(call: ToolCall) -> bool:
        tool = TOOLS.get(call.name)
        return tool is not None and tool.ends_turn and call.status == ToolCall.Status.SUCCESS


def _said(step: Step) -> ChatMessage:
    return ChatMessage(role="assistant", content=step.content, tool_requests=requests_of(step), vendor=vendor_of(step))


def _row(request: ToolRequest) -> dict[str, str]:
    """A tool request as its step's row keeps it; what its provider wants back is in `Step.vendor`."""
    return {"id": storable(request.id), "name": storable(request.name), "arguments": storable(request.arguments)}


def _parse(tool: Tool[Any] | None, request: ToolRequest) -> tuple[Any, str]:
    """The checked arguments, or None and what the model should know about what is wrong with them."""
    if tool is None:
        return None, f"There is no tool called {request.name!r}; there are: {', '.join(TOOLS)}."
    try:
        return tool.arguments.model_validate_json(request.arguments or "{}"), ""
    except ValidationError as error:
        return None, f"The arguments are not valid: {problem_sentence(error)}"


def _refusal(problem: str) -> Commit:
    """A model can write a name or a key of any length, and the problem quotes it."""
    said = problem if len(problem) <= PROBLEM_MAX_CHARS else f"{problem[: PROBLEM_MAX_CHARS - 1]}…"
    return lambda: ToolOutcome(success=False, payload={}, error=said)
