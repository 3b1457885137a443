"""One call of a tool in an answer, recorded once."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chatstream.rows import ledger
from chatstream.rows.database import persist
from chatstream.rows.ledger import ToolOutcome
from chatstream.rows.models import AbstractToolCall
from chatstream.rows.outbox import flush_when_possible
from chatstream.run.errors import RunError
from chatstream.wire.events import ToolProgress

if TYPE_CHECKING:
    from chatstream.answers.answer import Answer

FAILED = "The tool failed on our side."


class ToolUse:
    """`async with answer.tool(name, arguments) as call`: the call is shown when it begins, its result when the block ends.

    `finished`: an earlier attempt at this answer has finished the same call, and `result` is what it came to: leave the block
    then. Else set `result`, a JSON object. What must not happen twice goes to `commit`: it is called in the transaction that
    writes the result, so that after a crash both are there or neither.
    """

    def __init__(self, answer: "Answer", row: AbstractToolCall) -> None:
        self._answer = answer
        self._row = row
        self._effects: list[Callable[[], Any]] = []
        self.finished = row.status != AbstractToolCall.Status.RUNNING
        self.result: Mapping[str, Any] = row.payload or {}
        self.error: str | None = row.error

    def commit(self, effect: Callable[[], Any]) -> None:
        """`effect` blocks, and writes to the database alone. It is rolled back with the result."""
        self._effects.append(effect)

    def progress(self, detail: str, fraction: float | None = None) -> None:
        """Say how far it is; `fraction`: 0 to 1, None if that is not known."""
        self._answer.emit(
            ToolProgress(
                message_id=self._answer.message_id,
                tool_call_id=self._row.pk,
                name=self._row.name,
                detail=detail,
                progress=fraction,
            )
        )

    async def __aenter__(self) -> "ToolUse":
        if not self.finished:
            self._answer.show(self._row)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: object) -> None:
        """An exception of the block ends the answer; its call is recorded as failed, unless the run was cancelled."""
        if self.finished:
            return
        if problem is None:
            await self._finish(self._write)
        elif isinstance(problem, Exception):
            sentence = str(problem) if isinstance(problem, RunError) else FAILED
            await self._finish(lambda: ToolOutcome(False, {}, sentence))

    async def _finish(self, commit: Callable[[], ToolOutcome]) -> None:
        await self._answer.flush()  # the progress of a call stands before its result
        await persist(ledger.finish_tool)(self._answer.claim, self._row, commit)
        self.finished = True
        self._answer.hide(self._row)
        await flush_when_possible(self._answer.claim.stream_id)

    def _write(self) -> ToolOutcome:
        for effect in self._effects:
            effect()
        return ToolOutcome(self.error is None, dict(self.result), self.error)


def same_call(row: AbstractToolCall, name: str, arguments: Mapping[str, Any]) -> bool:
    return row.name == name and _canonical(row.arguments) == _canonical(arguments)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
