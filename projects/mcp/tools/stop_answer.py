"""Ends an answer that is being written, for everybody who reads it."""

from uuid import UUID

from pydantic import Field

from chatstream.backend import get_backend
from projects.mcp.tool import Arguments, Call, Result, Tool


class StopAnswerArguments(Arguments):
    answer_id: UUID = Field(description="The id of a message of get_project that is pending or running.")


class StoppedAnswer(Result):
    answer_id: UUID


class StopAnswer(Tool[StopAnswerArguments]):
    name = "stop_answer"
    title = "Stop an answer"
    description = "End an answer that is being written. What it has said and built so far stays."
    is_destructive = True
    arguments = StopAnswerArguments
    result = StoppedAnswer

    async def run(self, call: Call, arguments: StopAnswerArguments) -> StoppedAnswer:
        await get_backend().stop(call.user, None, arguments.answer_id)
        return StoppedAnswer(answer_id=arguments.answer_id)
