"""A model of pydantic-ai behind our port. Its texts pass through the same `Answer` as those of our own dialects.

A truncated stream raises nothing in the library, and what it raises is anything: both become ours here.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

from django.conf import settings
from pydantic_ai.exceptions import ModelHTTPError
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

from orchestrator.errors import ModelError, TurnError
from orchestrator.llm import refusals
from orchestrator.llm.answer import Answer
from orchestrator.llm.calls import CallPiece
from orchestrator.llm.client import CUT, SILENT
from orchestrator.llm.dialects.requests import system_of
from orchestrator.llm.forms import unwrapped
from orchestrator.llm.interface import Chunk, StepRequest, Usage
from orchestrator.llm.library.messages import messages, vendor_of
from orchestrator.llm.options import Options
from orchestrator.llm.provider import EMPTY, INCOMPLETE
from orchestrator.llm.scrub import scrub

logger = logging.getLogger(__name__)

_OPTIONS = Options(form="prompt")


def connect(name: str) -> "LibraryProvider":
    return LibraryProvider(name, infer_model(name))


class LibraryProvider:
    """`name` is KIND:NAME as the library knows it, e.g. `bedrock:anthropic.claude-…`."""

    def __init__(self, name: str, model: Model) -> None:
        self.name = name
        self._model = model
        self._silence = settings.LLM_READ_TIMEOUT_SECONDS

    async def close(self) -> None:
        """The library shares its connections between models, and closes them with the process."""

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        async with aclosing(self._chunks(request)) as chunks:
            yield chunks

    async def _chunks(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        try:
            async with aclosing(self._answer(request)) as chunks:
                if request.form:
                    for chunk in unwrapped([chunk async for chunk in chunks]):
                        yield chunk
                    return
                async for chunk in chunks:
                    yield chunk
        except TurnError:
            raise
        except Exception as problem:  # noqa: BLE001 - an SDK may raise anything (97 of 272 odd streams did)
            error = _error(problem)
            logger.warning("%s: %s: %s", self.name, error.code, scrub(error.detail))
            raise error from None

    async def _answer(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        answer = Answer([tool.name for tool in request.tools], self.name)
        conversation = messages(request, system_of(request, _OPTIONS), self.name)
        limits = ModelSettings(max_tokens=request.max_output_tokens, timeout=self._silence)
        async with self._model.request_stream(conversation, limits, _parameters(request)) as stream:
            events = aiter(stream)
            while True:
                async with asyncio.timeout(self._silence):
                    event = await anext(events, None)
                if event is None:
                    break
                _read(event, answer)
                for chunk in answer.take():
                    yield chunk
            _finish(stream, answer, self.name)
        for each in answer.end():
            yield each


def _parameters(request: StepRequest) -> ModelRequestParameters:
    tools = [
        ToolDefinition(
            name=tool.name, parameters_json_schema=dict(tool.parameters), description=tool.description, strict=False
        )
        for tool in request.tools
    ]
    return ModelRequestParameters(function_tools=tools, allow_text_output=request.tool_choice != "required")


def _read(event: Any, answer: Answer) -> None:
    match event:
        case PartStartEvent(part=TextPart(content=text)) | PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            answer.add_text(text)
        case (
            PartStartEvent(part=ThinkingPart(content=text))
            | PartDeltaEvent(delta=ThinkingPartDelta(content_delta=text))
        ):
            answer.add_reasoning(text or "")


def _finish(stream: StreamedResponse, answer: Answer, origin: str) -> None:
    response: ModelResponse = stream.get()
    if response.finish_reason is None:
        raise ModelError(INCOMPLETE, "stream_incomplete", detail="the stream ended without a finish reason")
    for index, part in enumerate(response.parts):
        if isinstance(part, ToolCallPart):
            answer.calls.add(CallPiece(index, part.tool_call_id, part.tool_name, part.args))
    used = response.usage
    answer.usage = Usage(
        used.input_tokens, used.output_tokens, used.cache_read_tokens, used.details.get("reasoning_tokens", 0)
    )
    answer.vendor = {"messages": vendor_of(response, origin).data}
    answer.finish(response.finish_reason)
    if answer.is_empty:
        raise ModelError(EMPTY, "empty_answer", detail="the answer had neither text nor a call")


def _error(problem: Exception) -> TurnError:
    detail = f"{type(problem).__name__}: {problem}"
    if isinstance(problem, TimeoutError):
        return ModelError(SILENT, "provider_silent", detail=detail)
    if isinstance(problem, ModelHTTPError):
        return refusals.error_of(refusals.Refusal(problem.status_code, str(problem.body), problem.headers or {}))
    return ModelError(CUT, "stream_cut", detail=detail)
