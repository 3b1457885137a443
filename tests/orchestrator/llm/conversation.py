"""Short ways to write a conversation and to read an answer."""

from dataclasses import dataclass

from orchestrator.llm.interface import ChatMessage, Provider, StepEnd, StepRequest, Text, ToolRequest, ToolSpec

SET_TITLE = ToolSpec(
    "set_title",
    "Name the project. `asked` is true when the person asked for exactly this name.",
    {
        "type": "object",
        "properties": {"title": {"type": "string"}, "asked": {"type": "boolean"}},
        "required": ["title"],
        "additionalProperties": False,
    },
)
ASK_USER = ToolSpec(
    "ask_user",
    "Ask the person one question when the request is ambiguous.",
    {
        "type": "object",
        "properties": {"question": {"type": "string"}, "options": {"type": "array", "items": {"type": "string"}}},
        "required": ["question"],
        "additionalProperties": False,
    },
)
TOOLS = (SET_TITLE, ASK_USER)


@dataclass
class Answer:
    text: str
    end: StepEnd
    pieces: list[str]

    @property
    def tool_requests(self) -> tuple[ToolRequest, ...]:
        return self.end.tool_requests


def step_request(*messages: str, tools: tuple[ToolSpec, ...] = TOOLS, **options) -> StepRequest:
    """A request whose conversation is `messages`, the person's and the assistant's in turns, the person's last."""
    roles = ("user", "assistant")
    offset = (len(messages) + 1) % 2
    turns = tuple(ChatMessage(roles[(offset + place) % 2], message) for place, message in enumerate(messages))
    return StepRequest("You make short videos.", turns, tools, **options)


async def answer(provider: Provider, request: StepRequest) -> Answer:
    """Read one whole step; the end must come exactly once, last."""
    pieces: list[str] = []
    ends: list[StepEnd] = []
    async with provider.stream(request) as chunks:
        async for chunk in chunks:
            assert not ends, "something came after the end"
            if isinstance(chunk, Text):
                assert chunk.text
                pieces.append(chunk.text)
            else:
                ends.append(chunk)
    return Answer("".join(pieces), ends[0], pieces)


async def broken_answer(provider: Provider, request: StepRequest) -> tuple[str, Exception]:
    """Read a step that must fail: the text delivered before the fault, and the fault."""
    pieces: list[str] = []
    try:
        async with provider.stream(request) as chunks:
            async for chunk in chunks:
                assert isinstance(chunk, Text), "the step ended well"
                pieces.append(chunk.text)
    except Exception as error:  # noqa: BLE001 - which one it is, is what the test asks
        return "".join(pieces), error
    raise AssertionError("the step ended well")
