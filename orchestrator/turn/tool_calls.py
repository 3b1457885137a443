"""The tool calls of one step: shown in the model's order, run side by side, their effects committed in the model's order."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any, cast

from chatstream.log.writer import Writer
from chatstream.rows import ledger
from chatstream.rows.database import is_passing, persist
from chatstream.rows.ledger import Claim, ToolOutcome
from chatstream.rows.outbox import flush_when_possible
from chatstream.run.errors import ApprovalPending, RunError
from chatstream.tracing import span
from chatstream.wire.errors import Fenced
from chatstream.wire.events import ToolProgress
from orchestrator.llm.interface import ToolRequest
from orchestrator.llm.roles import Roles
from orchestrator.llm.tool_model import ToolModel
from orchestrator.llm.usage import Use
from orchestrator.tools.approval import needs_approval
from orchestrator.tools.tool import Commit, Tool, ToolContext
from orchestrator.turn.failed_calls import FAILED, INTERRUPTED, INTERRUPTED_NOTICE
from orchestrator.turn.spending import Spending
from orchestrator.turn.tool_arguments import NOTICE, CheckedRequest, check_request
from orchestrator.turn.transcript import Transcript
from projects.models import ToolCall
from projects.steps import add_usage
from storyboard.changes import OperationRefused

logger = logging.getLogger(__name__)

PROBLEM_MAX_CHARS = 2_000  # a problem quotes names and keys, which a model can write at any length


class ToolRunner:
    """Runs tool calls for one attempt. The row of each call is written before it runs, its result with its effect."""

    def __init__(
        self,
        claim: Claim,
        roles: Roles,
        writer: Writer,
        transcript: Transcript,
        spending: Spending,
        tools: Mapping[str, Tool[Any]],
    ) -> None:
        self._claim = claim
        self._roles = roles
        self._writer = writer
        self._transcript = transcript
        self._spending = spending
        self._tools = tools

    async def run(self, step: int, requests: Sequence[ToolRequest], earlier: Mapping[int, ToolCall]) -> list[ToolCall]:
        """The finished calls of step number `step`, one for each request.

        `earlier`: calls that an earlier attempt has recorded, by index; one that has finished is not run again.
        Raises Fenced, django.db.Error; ApprovalPending, when the calls before the first that must wait have finished.
        """
        checked = [check_request(request, self._tools) for request in requests]
        waiting = [index for index, each in enumerate(checked) if _must_wait(each, earlier.get(index))]
        if not waiting:
            return await self._run(step, checked, earlier)
        await self._run(step, checked[: waiting[0]], earlier)
        await self._request_approvals([(step, index, checked[index]) for index in waiting if index not in earlier])
        raise ApprovalPending

    async def _run(
        self, step: int, checked: Sequence[CheckedRequest], earlier: Mapping[int, ToolCall]
    ) -> list[ToolCall]:
        calls = [await self._start(step, index, each, earlier.get(index)) for index, each in enumerate(checked)]
        running = [(call, each) for call, each in zip(calls, checked, strict=True) if _is_running(call)]
        try:
            # The slow parts run side by side. The effects follow in the model's order, however fast each tool was,
            # so that the video is the same each time.
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._prepare(call, each)) for call, each in running]
                for (call, _), task in zip(running, tasks, strict=True):
                    await self._commit(call, *await task)
        except ExceptionGroup as several:
            raise several.exceptions[0] from None
        return calls

    async def _request_approvals(self, calls: Sequence[tuple[int, int, CheckedRequest]]) -> None:
        """Of all calls of a step at once, so that a person decides them together."""
        await self._writer.flush()  # the text before a call stands before it
        for step, index, checked in calls:
            row = await persist(ledger.request_approval)(self._claim, *self._values(step, index, checked))
            self._transcript.running[row.pk] = ledger.start_event(row)
        await flush_when_possible(self._claim.stream_id)

    async def _start(self, step: int, index: int, checked: CheckedRequest, earlier: ToolCall | None) -> ToolCall:
        """The row of a call, recorded and shown; one that has finished is both already."""
        if earlier is not None and not _is_running(earlier):
            return earlier
        values = self._values(step, index, checked)
        call = earlier or cast(ToolCall, await persist(ledger.start_tool)(self._claim, *values))
        event = ledger.start_event(call)
        self._transcript.running[call.pk] = event
        self._writer.emit(event)
        return call

    def _values(self, step: int, index: int, checked: CheckedRequest) -> tuple[Any, ...]:
        """What `ledger.start_tool` writes of a call."""
        request = checked.request
        about = (request.id[:200], request.name[:64], checked.title[:200], checked.arguments_json)
        return (step, index, *about, len(self._transcript.text), len(self._transcript.reasoning))

    async def _prepare(self, call: ToolCall, checked: CheckedRequest) -> tuple[Commit, Use]:
        """The slow part of a call: its effect, not yet done, and what models have used for it."""
        if checked.tool is None:
            return _refusal(checked.problem, notice=NOTICE), {}
        if checked.tool.runs_once and not await persist(ledger.begin_tool)(self._claim, call):
            return _refusal(INTERRUPTED, notice=INTERRUPTED_NOTICE), {}
        model = self._roles.tool_model()
        try:
            return await self._call_tool(call, checked, model), model.usage
        finally:
            if model.usage:
                self._spending.add(model.usage)

    async def _call_tool(self, call: ToolCall, checked: CheckedRequest, model: ToolModel) -> Commit:
        assert checked.tool is not None

        def report_progress(detail: str, fraction: float | None) -> None:
            self._writer.emit(
                ToolProgress(
                    message_id=self._claim.message_id,
                    tool_call_id=call.pk,
                    name=call.name,
                    detail=detail,
                    progress=fraction,
                )
            )

        context = ToolContext(self._claim.stream_id, self._claim.message_id, report_progress, model)
        try:
            with span(f"execute_tool {call.name}", _attributes(call)):
                return await checked.tool.run(context, checked.arguments)
        except Fenced:
            raise
        except RunError as failed:
            return _refusal(str(failed), notice=failed.notice)
        except OperationRefused as refused:
            return _refusal(str(refused))
        except Exception as problem:
            if is_passing(problem):
                raise  # the run is taken up again when the database is back
            logger.exception(
                "Tool %s of run %s failed; the model gets an error as its result.", call.name, self._claim.message_id
            )
            return _refusal(FAILED)

    async def _commit(self, call: ToolCall, commit: Commit, use: Use) -> None:
        """Write effect, result and its event in one transaction, then publish the event."""
        await self._writer.flush()  # the progress of a call stands before its result
        finish = persist(ledger.finish_tool)
        try:
            await finish(self._claim, call, self._count_use(call, use, commit))
        except Fenced:
            raise
        except Exception:
            logger.exception(
                "The effect of tool %s failed and was rolled back; the model gets an error as its result.", call.name
            )
            await finish(self._claim, call, self._count_use(call, use, _refusal(FAILED)))
        self._transcript.running.pop(call.pk, None)
        await flush_when_possible(self._claim.stream_id)

    def _count_use(self, call: ToolCall, use: Use, commit: Commit) -> Commit:
        """The effect `commit`; in its transaction, what the tool used is added to its step."""

        def effect() -> ToolOutcome:
            outcome = commit()
            if use:
                add_usage(self._claim, call.step, use)
            return outcome

        return effect


def _must_wait(checked: CheckedRequest, earlier: ToolCall | None) -> bool:
    """A call that is recorded already stays as it was recorded."""
    if earlier is not None:
        return _is_running(earlier) and earlier.approval == ToolCall.Approval.REQUESTED
    return checked.tool is not None and needs_approval(checked.tool)


def _attributes(call: ToolCall) -> dict[str, str]:
    """Of its span, in the words of OpenTelemetry's conventions for generative AI."""
    ids = {"gen_ai.tool.name": call.name, "gen_ai.tool.call.id": call.request_id}
    return {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.type": "function", **ids}


def _is_running(call: ToolCall) -> bool:
    return call.status == ToolCall.Status.RUNNING


def _refusal(problem: str, notice: str = "") -> Commit:
    """The effect of a call that was refused: none. `notice`: for the person, if the problem is in words for a model."""
    error = problem if len(problem) <= PROBLEM_MAX_CHARS else f"{problem[: PROBLEM_MAX_CHARS - 1]}…"
    return lambda: ToolOutcome(success=False, payload={"notice": notice} if notice else {}, error=error)
