"""Says something in a project, and waits for the whole answer. The answer goes on if nobody waits any more."""

from typing import Any
from uuid import UUID

from pydantic import Field

from chatstream.backend import get_backend
from chatstream.dialects.requests import ask, message_text
from chatstream.wire.base import ENDED
from chatstream.wire.limits import MESSAGE_MAX_CHARS
from projects.mcp import tasks
from projects.mcp.answers import Answer, read_answer, to_result
from projects.mcp.tool import Arguments, Call, Tool
from projects.mcp.waiting import wait_for_answer

REQUEST_ID = (
    "A new name for each message, such as a UUID. The same call again says nothing twice: it gets the same answer."
)


class SendMessageArguments(Arguments):
    project_id: UUID
    message: str = Field(
        min_length=1, max_length=MESSAGE_MAX_CHARS, description="What the video shall be, or what shall change."
    )
    request_id: str = Field(min_length=1, max_length=100, description=REQUEST_ID)


class SendMessage(Tool[SendMessageArguments]):
    name = "send_message"
    title = "Send a message"
    description = (
        "Say what the video shall be or what shall change, and wait for the answer, which may take minutes. "
        "If the connection breaks, repeat the call with the same request_id."
    )
    arguments = SendMessageArguments
    result = Answer

    async def run(self, call: Call, arguments: SendMessageArguments) -> Answer:
        answer_id = await self._ask(call, arguments)
        await wait_for_answer(call, str(arguments.project_id), answer_id)
        return read_answer(await get_backend().message(call.user, answer_id))

    async def answer(self, call: Call, arguments: SendMessageArguments) -> Any:
        """A client that knows tasks gets one at once, unless the answer has ended, and asks for its result when it likes."""
        if not call.knows(tasks.EXTENSION):
            return to_result(await self.run(call, arguments))
        answer_id = await self._ask(call, arguments)
        message = await get_backend().message(call.user, answer_id)
        return to_result(read_answer(message)) if message.status in ENDED else tasks.created(message)

    async def _ask(self, call: Call, arguments: SendMessageArguments) -> UUID:
        """The text belongs to the name of the request: a model that names two messages alike gets an answer to each."""
        text = message_text(arguments.message)
        return await ask(call.user, str(arguments.project_id), f"{arguments.request_id}\n{text}", text)
