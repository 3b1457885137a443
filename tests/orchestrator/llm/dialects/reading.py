"""Short ways to read a stream of events, and to write a conversation whose steps a provider has said."""

from dataclasses import dataclass
from typing import Any

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.dialects.dialect import Dialect
from orchestrator.llm.dialects.requests import without_fields
from orchestrator.llm.interface import ChatMessage, Chunk, Reasoning, StepEnd, StepRequest, Text, ToolRequest, Vendor
from orchestrator.llm.options import Options
from tests.orchestrator.llm.conversation import TOOLS

ORIGIN = "here"


@dataclass
class Reading:
    """`end` is None if the model has not said that it is done."""

    text: str
    reasoning: str
    end: StepEnd | None

    @property
    def calls(self) -> list[tuple[str, str]]:
        return [(call.name, call.arguments) for call in self.end.tool_requests] if self.end else []

    @property
    def ids(self) -> list[str]:
        return [call.id for call in self.end.tool_requests] if self.end else []

    @property
    def vendor(self) -> Any:
        return self.end.vendor.data if self.end and self.end.vendor else None


def read(dialect: Dialect, *events: Any) -> Reading:
    answer, decoder, chunks = (
        Answer({tool.name: tool.parameters for tool in TOOLS}, ORIGIN),
        dialect.decoder(),
        list[Chunk](),
    )
    for event in events:
        decoder.read(event, answer)
        chunks += answer.take()
    end = None
    if answer.finished:
        *rest, end = answer.end()
        chunks += rest
    return Reading(_joined(chunks, Text), _joined(chunks, Reasoning), end)


def step(reading: Reading, *results: str) -> list[ChatMessage]:
    """What a conversation has of an answer: the answer, and the results of its calls."""
    assert reading.end is not None
    requests = reading.end.tool_requests
    answers = [
        ChatMessage("tool", result, tool_request_id=request.id)
        for request, result in zip(requests, results, strict=True)
    ]
    return [ChatMessage("assistant", reading.text, requests, vendor=reading.end.vendor), *answers]


def elsewhere(turn: ChatMessage) -> ChatMessage:
    """The same turn, said by another model."""
    data = turn.vendor.data if turn.vendor else {}
    return ChatMessage(
        turn.role, turn.content, turn.tool_requests, turn.tool_request_id, vendor=Vendor("elsewhere", data)
    )


def body(
    dialect: Dialect, *turns: ChatMessage, model: str = "some-model", options: Options | None = None, **request: Any
) -> Any:
    request = {"tools": TOOLS, **request}
    options = options or Options()
    sent = dialect.body(model, StepRequest("You make videos.", turns, **request), options, ORIGIN)
    return without_fields(sent, options.dropped)


def person(text: str, *pictures: Any) -> ChatMessage:
    return ChatMessage("user", text, pictures=pictures)


def call(name: str = "set_title", arguments: str = '{"title": "Dawn"}', id: str = "call_1") -> ToolRequest:
    return ToolRequest(id, name, arguments)


def _joined(chunks: list[Chunk], kind: type[Text] | type[Reasoning]) -> str:
    return "".join(chunk.text for chunk in chunks if isinstance(chunk, kind))
