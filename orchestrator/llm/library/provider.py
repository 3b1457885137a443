"""A model of pydantic-ai as a `Provider`. Its texts pass through the same `Answer` as those of our own dialects.

The library raises nothing for a truncated stream, and exceptions of any type otherwise: both become RunErrors here.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from functools import partial
from typing import Any

from django.conf import settings
from pydantic_ai.messages import (
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ThinkingPartDelta,
    ToolCallPart,
)
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse, infer_model
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition

from chatstream.run.errors import ModelError, RunError
from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.answers.calls import CallPiece
from orchestrator.llm.dialects.requests import limit_of, system_of
from orchestrator.llm.http.answer_stream import INCOMPLETE, finish_answer
from orchestrator.llm.http.client import SILENT
from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.http.retries import Retries
from orchestrator.llm.interface import Chunk, StepEnd, StepRequest, Usage
from orchestrator.llm.library.faults import error_from_exception
from orchestrator.llm.library.messages import dump_response, write_messages
from orchestrator.llm.options import Options
from orchestrator.llm.schemas.answer_form import unwrap_tool_call
from orchestrator.llm.text.redaction import redact

logger = logging.getLogger(__name__)

_EFFORTS: dict[str, Any] = {each: each for each in ("minimal", "low", "medium", "high", "xhigh", "max")} | {
    "none": False
}


def connect(name: str, concurrency: ConcurrencyLimit) -> "LibraryProvider":
    return LibraryProvider(name, partial(infer_model, name), concurrency)


class LibraryProvider:
    """`name` is KIND:NAME as the library knows it, e.g. `bedrock:anthropic.claude-…`.

    `load` makes its model; it is called with the first answer, since it imports an SDK, and raises for a key that is missing.
    """

    def __init__(self, name: str, load: Callable[[], Model], concurrency: ConcurrencyLimit) -> None:
        self.name = name
        self._load = load
        self._model: Model | None = None
        self._concurrency = concurrency
        self._silence = settings.LLM_READ_TIMEOUT_SECONDS
        self._max_seconds = settings.TURN_MAX_SECONDS
        self._options = Options(form="prompt", output_limit=settings.LLM_MAX_OUTPUT_TOKENS or None)

    async def close(self) -> None:
        """The library shares its connections between models, and closes them with the process."""

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        """Open one streaming call, see `Provider.stream`."""
        async with aclosing(self._attempts(request)) as chunks:
            yield chunks

    async def _attempts(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        retries, has_begun = Retries(self.name, self._silence), False
        while True:
            try:
                async with self._concurrency.slot(), aclosing(self._attempt(request)) as chunks:
                    async for chunk in chunks:
                        has_begun = True
                        if isinstance(chunk, StepEnd):  # before it is passed on: whoever has it may leave
                            self._concurrency.increase()
                        yield chunk
                return
            except RunError as ours:
                problem = ours
            except Exception as raised:  # noqa: BLE001 - an SDK may raise anything
                problem = error_from_exception(raised, has_begun=has_begun)
            logger.warning("%s: %s: %s", self.name, problem.code, redact(problem.detail))
            if problem.code == "provider_busy":
                self._concurrency.decrease()
            wait = retries.wait_after_error(problem) if isinstance(problem, ModelError) and not has_begun else None
            if wait is None:
                raise problem
            await asyncio.sleep(wait)

    async def _attempt(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        async with aclosing(self._chunks(request)) as chunks:
            if request.form:  # passed on whole, so that a broken one can be retried
                for chunk in unwrap_tool_call([chunk async for chunk in chunks]):
                    yield chunk
                return
            async for chunk in chunks:
                yield chunk

    async def _chunks(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        answer = Answer({tool.name: tool.parameters for tool in request.tools}, self.name)
        if self._model is None:
            self._model = await asyncio.to_thread(self._load)
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(self._silence):
                stream = await stack.enter_async_context(self._open(self._model, request))
            async with aclosing(self._events(stream)) as events:
                async for event in events:
                    _read(event, answer)
                    for chunk in answer.take():
                        yield chunk
            _read_end(stream, answer)
        for last in finish_answer(answer):
            yield last

    def _open(self, model: Model, request: StepRequest) -> Any:
        wanted = ModelSettings(max_tokens=limit_of(request, self._options), timeout=self._silence)
        if request.effort in _EFFORTS:
            wanted["thinking"] = _EFFORTS[request.effort]
        conversation = write_messages(request, system_of(request, self._options), self.name)
        return model.request_stream(conversation, wanted, _parameters(request))

    async def _events(self, stream: StreamedResponse) -> AsyncGenerator[Any]:
        events, now = aiter(stream), asyncio.get_running_loop().time
        ends_at = now() + self._max_seconds
        while now() < ends_at:
            async with asyncio.timeout(self._silence):
                event = await anext(events, None)
            if event is None:
                return
            yield event
        raise ModelError(SILENT, "provider_silent", detail="the answer took too long")


def _parameters(request: StepRequest) -> ModelRequestParameters:
    tools = [
        ToolDefinition(
            name=tool.name, parameters_json_schema=dict(tool.parameters), description=tool.description, strict=False
        )
        for tool in request.tools
    ]
    return ModelRequestParameters(function_tools=tools)


def _read(event: Any, answer: Answer) -> None:
    match event:
        case PartStartEvent(part=TextPart(content=text)) | PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            answer.add_text(text)
        case (
            PartStartEvent(part=ThinkingPart(content=text))
            | PartDeltaEvent(delta=ThinkingPartDelta(content_delta=text))
        ):
            answer.add_reasoning(text or "")


def _read_end(stream: StreamedResponse, answer: Answer) -> None:
    response: ModelResponse = stream.get()
    if response.finish_reason is None:
        raise ModelError(INCOMPLETE, "stream_incomplete", detail="the stream ended without a finish reason")
    for index, part in enumerate(response.parts):
        if isinstance(part, ToolCallPart):
            answer.calls.add(CallPiece(index, part.tool_call_id, part.tool_name, part.args))
    used = response.usage
    reasoning = used.details.get("reasoning_tokens", 0)
    answer.count(Usage(used.input_tokens, used.output_tokens, used.cache_read_tokens, reasoning))
    answer.vendor = dump_response(response)
    answer.finish(response.finish_reason)
