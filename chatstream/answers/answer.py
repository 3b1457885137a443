"""What a responder's function gets: the messages before it, and ways to write."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

from chatstream.answers.history import AnswerInput
from chatstream.answers.tool_use import ToolUse, same_call
from chatstream.log.writer import Writer
from chatstream.rows import ledger
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim
from chatstream.rows.models import AbstractToolCall
from chatstream.rows.outbox import flush_when_possible
from chatstream.run.errors import ApprovalPending
from chatstream.run.steering import read_steerings
from chatstream.wire.events import Event, ToolStart
from chatstream.wire.text_parts import restate_text


class Answer:
    """One attempt at one answer. If its worker dies, another one calls the function anew: the text begins again, and tool
    calls that were finished are not done again.

    `usage`: a JSON object for the row and the wire. `attempt`: 1, or more after a takeover.
    """

    def __init__(self, claim: Claim, given: AnswerInput) -> None:
        self.claim = claim
        self.usage: dict[str, Any] = {}
        self.finish_reason = "stop"
        self._given = given
        self._earlier = list(given.calls)
        self._calls = len(given.calls)
        self._begun = self._readings = 0  # calls of tools, and of `steering`, in this attempt
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._running: dict[UUID, ToolStart] = {}
        self._requesting, self._is_pending = asyncio.Lock(), False  # of the approval of a call
        self._writer: Writer | None = None
        self._began_at = self._first_word_at = 0.0

    @property
    def first_token_ms(self) -> int | None:
        return round((self._first_word_at - self._began_at) * 1000) if self._first_word_at else None

    @property
    def message_id(self) -> UUID:
        return self.claim.message_id

    @property
    def stream(self) -> str:
        return self.claim.stream

    @property
    def attempt(self) -> int:
        return self.claim.attempt

    @property
    def user_id(self) -> Any:
        """The primary key of the owner of the conversation."""
        return self._given.user_id

    @property
    def question(self) -> str:
        """The message to answer."""
        return self._given.text

    @property
    def text(self) -> str:
        return "".join(self._text)

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    @property
    def earlier_text(self) -> str:
        """What stood when the answer stopped to wait for a decision; empty if it never did. Write it again to keep it."""
        return self._given.earlier_text

    def history(self) -> list[dict[str, str]]:
        """`[{"role": "user" or "assistant", "content": …}]`, oldest first; the message to answer is the last.

        What a person has added to an earlier answer stands where that answer read it; what it never read stands behind it.
        """
        return list(self._given.history)

    def finished_tools(self) -> list[dict[str, Any]]:
        """`[{"name", "arguments", "result", "error"}]`: calls that earlier attempts have finished."""
        rows = [row for row in self._given.calls if row.status != AbstractToolCall.Status.RUNNING]
        return [
            {"name": row.name, "arguments": row.arguments, "result": row.payload, "error": row.error} for row in rows
        ]

    def approved_tools(self) -> list[dict[str, Any]]:
        """`[{"name", "arguments"}]`: calls that a person has allowed, and that have not run yet."""
        approved = AbstractToolCall.Approval.APPROVED
        rows = [row for row in self._given.calls if row.status == AbstractToolCall.Status.RUNNING]
        return [{"name": row.name, "arguments": row.arguments} for row in rows if row.approval == approved]

    async def steering(self) -> list[str]:
        """What the person has added to this answer since the last call, oldest first: read it before each call of a model.

        Readers see it at this place. After a takeover each call returns what it returned before, and what came since.
        """
        await self.flush()  # the text before it stands before its event, which is a committed one
        step, self._readings = self._readings, self._readings + 1
        place = (len(self.text), len(self.reasoning), self._begun)
        return await read_steerings(self.claim, step, place)

    async def close(self) -> bool:
        """Let nothing be added any more. False if something was that is not read: read it, and go on."""
        return await persist(ledger.close_steering)(self.claim, self._readings - 1)

    async def write(self, text: str) -> None:
        """Append text to the answer. It is in the log before anyone sees it."""
        if text:
            self._first_word_at = self._first_word_at or time.monotonic()
            self._text.append(text)
            self._get_writer().delta(text)
        await asyncio.sleep(0)

    async def think(self, text: str) -> None:
        """Append to the reasoning, which pages show apart from the answer."""
        if text:
            self._reasoning.append(text)
            self._get_writer().reasoning(text)
        await asyncio.sleep(0)

    @asynccontextmanager
    async def tool(
        self, name: str, arguments: Mapping[str, Any] | None = None, title: str = "", *, approval: bool = False
    ) -> AsyncIterator[ToolUse]:
        """A call of a tool: see ToolUse. `name`: at most 64 characters; `title`: what people read.

        `approval`: a person must allow it. Until they have, the answer has no worker: the function ends here, and is called anew
        after the decision, as after a crash. A call that was declined is `finished`, with an `error`.
        """
        called = (name[:64], dict(arguments or {}), (title or name)[:200])
        row = await (self._request_approval(*called) if approval else self._start_tool(ledger.start_tool, *called))
        async with ToolUse(self, row) as call:
            yield call

    async def flush(self) -> None:
        """Wait until all that was written is in the log. Raises Fenced if another worker has the answer."""
        await self._get_writer().flush()

    def emit(self, event: Event) -> None:
        """Append an event of this answer: one of chatstream's, or a subclass of yours."""
        self._get_writer().emit(event)

    def begin(self, writer: Writer) -> None:
        self._writer, self._began_at = writer, time.monotonic()

    def restate(self) -> list[Event]:
        """See chatstream.run.responder.Attempt."""
        text = restate_text(self.message_id, self.claim.attempt, self.text, self.reasoning)
        return [*text, *self._running.values()]

    def show(self, row: AbstractToolCall) -> None:
        event = ledger.start_event(row)
        self._running[row.pk] = event
        self.emit(event)

    def hide(self, row: AbstractToolCall) -> None:
        self._running.pop(row.pk, None)

    async def _request_approval(self, *call: Any) -> AbstractToolCall:
        """The row of a call that was decided. Raises ApprovalPending if a person must decide first, about this one or another.

        One at a time: a group of tasks ends with the first, and a thread would write the second when the run has been given up.
        """
        async with self._requesting:
            if self._is_pending:
                raise ApprovalPending
            await self.flush()  # the text before a call stands before its events, which are committed ones
            row = await self._start_tool(ledger.request_approval, *call)
            if row.approval == AbstractToolCall.Approval.REQUESTED:
                self._is_pending = True
                await flush_when_possible(self.claim.stream_id)
                raise ApprovalPending
            return row

    async def _start_tool(
        self, start: Callable[..., AbstractToolCall], name: str, arguments: dict[str, Any], title: str
    ) -> AbstractToolCall:
        """The row of the call: of an earlier attempt if that has made the same one, else a new one."""
        self._begun += 1
        for row in self._earlier:
            if same_call(row, name, arguments):
                self._earlier.remove(row)
                return cast(AbstractToolCall, row)
        index, self._calls = self._calls, self._calls + 1
        return await persist(start)(
            self.claim, 0, index, "", name, title, arguments, len(self.text), len(self.reasoning)
        )

    def _get_writer(self) -> Writer:
        assert self._writer is not None, "an answer is written within its responder"
        return self._writer
