"""Waits for the end of an answer, and reports what happens meanwhile as progress of the call."""

import time
from contextlib import aclosing
from uuid import UUID

from chatstream.dialects.changes import Change, Ended, Status, Text, ToolProgress, ToolStarted, Waiting
from chatstream.dialects.follow import open_answer
from chatstream.wire.errors import RequestRefused
from projects.mcp.tool import Call

REPORT_SECONDS = 1.0  # between two reports of the text alone
PHASES = {
    "queued": "Waiting for an earlier answer",
    "thinking": "Thinking",
    "building": "Building",
    "stopping": "Stopping",
    "waiting": "Waiting for a person",
    "restarted": "Going on after an interruption",
}
ENDING = RequestRefused("unavailable", "The connection to the answer has ended. Repeat the call to wait on.", 1)


async def wait_for_answer(call: Call, project: str, answer_id: UUID) -> None:
    """Returns when the answer has ended, or goes no further until a person has decided about a tool call.

    Raises RequestRefused if this server ends before, or the token does.
    """
    progress = _Progress(call)
    follower = await open_answer(call.user, call.credential, project, answer_id)
    async with aclosing(follower.changes()) as steps:
        async for changes in steps:
            for change in changes or ():
                if isinstance(change, Ended | Waiting):
                    return
                await progress.report(change)
    raise ENDING


class _Progress:
    """Counted in reports, since nobody knows how long an answer becomes."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._reports = 0
        self._characters = 0
        self._text_reported_at = 0.0

    async def report(self, change: Change) -> None:
        sentence = self._describe(change)
        if sentence:
            self._reports += 1
            await self._call.context.session.report_progress(self._reports, None, sentence)

    def _describe(self, change: Change) -> str:
        match change:
            case Status(status):
                return PHASES.get(status, "")
            case ToolStarted(title=title):
                return title
            case ToolProgress(detail=detail):
                return detail
            case Text(content):
                return self._describe_text(content)
        return ""

    def _describe_text(self, content: str) -> str:
        self._characters += len(content)
        if time.monotonic() < self._text_reported_at + REPORT_SECONDS:
            return ""
        self._text_reported_at = time.monotonic()
        return f"Writing: {self._characters} characters"
