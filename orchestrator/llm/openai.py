"""Chat Completions with streaming: OpenAI, and whatever speaks its API (vLLM, Ollama, llama.cpp, OpenRouter, …).

The SDK does authorisation, retries and transport; events are read from its bytes by our own decoder, at a third of the
cost of its typed stream.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from itertools import takewhile
from typing import Any

import httpx2
import openai
from django.conf import settings

from orchestrator.errors import ModelError
from orchestrator.llm import faults, forms
from orchestrator.llm.accumulator import Accumulator
from orchestrator.llm.frames import ChunkFrame
from orchestrator.llm.gulps import Gulps
from orchestrator.llm.interface import Chunk, StepRequest, Text, Turn
from orchestrator.llm.sse import SSEDecoder

OPENAI_URL = "https://api.openai.com/v1"
CONNECT_SECONDS = 10.0
DRAIN_SECONDS = 0.2  # a finished stream ends at once; with its end read, the connection can serve the next step
_DONE = b"[DONE]"


def connect(model: str) -> "OpenAIProvider":
    return OpenAIProvider(model, settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL)


class OpenAIProvider:
    """One model at one address. `close()` ends its connections."""

    def __init__(self, model: str, key: str, base_url: str = "") -> None:
        self.name = f"openai:{model}"
        self._model = model
        self._silence = settings.LLM_READ_TIMEOUT_SECONDS
        self._limit = settings.TURN_MAX_SECONDS
        # OpenAI's newer models refuse `max_tokens`; many compatible servers know nothing else.
        self._limit_field = "max_tokens" if base_url else "max_completion_tokens"
        self._form_by_schema = forms.by_schema(settings.LLM_STRUCTURED_OUTPUT, is_openai=not base_url)
        timeout = httpx2.Timeout(self._silence, connect=min(CONNECT_SECONDS, self._silence))
        # Its bytes come through aiohttp: a third of the CPU that httpx2 takes for them.
        self._client = openai.AsyncOpenAI(
            api_key=key or "none",  # local servers want no key, the SDK wants one
            base_url=base_url or OPENAI_URL,
            timeout=timeout,
            http_client=openai.DefaultAioHttpClient(timeout=timeout),
        )

    async def close(self) -> None:
        await self._client.close()

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        """Open one streaming call, see `Provider.stream`.

        The first byte has `LLM_READ_TIMEOUT_SECONDS`, retries included, and each later one as many; the whole answer
        has `TURN_MAX_SECONDS`.
        """
        create = self._client.chat.completions.with_streaming_response.create
        async with AsyncExitStack() as stack:
            with faults.translated(self.name, streaming=False):
                async with asyncio.timeout(self._silence):
                    response = await stack.enter_async_context(create(**self._body(request)))
            pieces = await stack.enter_async_context(aclosing(response.iter_bytes()))
            gulps = Gulps(response.http_response)
            chunks = await stack.enter_async_context(aclosing(self._chunks(pieces, gulps)))
            if request.form and not self._form_by_schema:
                chunks = await stack.enter_async_context(aclosing(forms.unwrapped(chunks)))
            yield chunks

    async def _chunks(self, pieces: AsyncIterator[bytes], gulps: Gulps) -> AsyncGenerator[Chunk]:
        answer = Accumulator()
        try:
            async with aclosing(self._texts(pieces, gulps, answer)) as texts:
                async for text in texts:
                    yield Text(text)
        except ModelError:
            if not answer.finished:  # after the model's own end nothing is missing but the count of tokens
                raise
        if not answer.finished:
            raise faults.incomplete(self.name)
        with faults.translated(self.name, streaming=True):
            end = answer.end()
        await _drain(pieces)
        yield end

    async def _texts(self, pieces: AsyncIterator[bytes], gulps: Gulps, answer: Accumulator) -> AsyncGenerator[str]:
        """Put the frames up to `[DONE]`, or the end of the body, into `answer`; yield the text of each piece."""
        decoder, seen = SSEDecoder(), False
        now = asyncio.get_running_loop().time
        ends_at = now() + self._limit
        with faults.translated(self.name, streaming=True):
            async for piece in pieces:
                if now() > ends_at:  # keep-alive comments hold off the read timeout for ever
                    raise TimeoutError("the answer took too long")
                events = decoder.feed(piece)
                seen = seen or bool(events)
                text, problem = _read(takewhile(_is_not_the_end, events), answer)
                if text:
                    yield text
                if problem is not None:
                    raise problem
                if _DONE in events:
                    return
                if text and not answer.finished:
                    await gulps.pause()
            if not seen:
                raise ValueError("a body without any event")

    def _body(self, request: StepRequest) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "system", "content": request.system}, *map(_message, request.turns)],
            "stream": True,
            "stream_options": {"include_usage": True},
            self._limit_field: request.max_output_tokens,
        }
        if request.form:
            body |= forms.as_schema(request.form) if self._form_by_schema else forms.as_tool(request.form)
        elif request.tools:
            body["tool_choice"] = request.tool_choice
            body["tools"] = [forms.function(tool.name, tool.description, tool.parameters) for tool in request.tools]
        return body


def _read(events: Iterable[bytes], answer: Accumulator) -> tuple[str, Exception | None]:
    """The text of these events, and what is wrong with the one after it."""
    texts: list[str] = []
    try:
        for data in events:
            texts.append(answer.add(_frame(data)))
    except Exception as problem:  # noqa: BLE001 - raised again when the text before it is said
        return "".join(texts), problem
    return "".join(texts), None


def _is_not_the_end(data: bytes) -> bool:
    return data != _DONE


def _frame(data: bytes) -> ChunkFrame:
    frame = ChunkFrame.model_validate_json(data)
    if frame.error or (frame.choices and frame.choices[0].finish_reason == "error"):
        raise faults.error_in_stream(frame.error)
    return frame


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    with suppress(*faults.PROVIDER_ERRORS):
        async with asyncio.timeout(DRAIN_SECONDS):
            async for _ in pieces:
                pass


def _message(turn: Turn) -> dict[str, Any]:
    if turn.role == "tool":
        return {"role": "tool", "tool_call_id": turn.tool_request_id, "content": turn.content}
    if not turn.tool_requests:
        return {"role": turn.role, "content": turn.content}
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": _valid(call.arguments)}}
        for call in turn.tool_requests
    ]
    return {"role": "assistant", "content": turn.content or None, "tool_calls": calls}


def _valid(arguments: str) -> str:
    """Some servers answer 400 or 500 to a history with broken arguments; what was wrong stands in the tool's answer."""
    try:
        return arguments if isinstance(json.loads(arguments), dict) else "{}"
    except ValueError:
        return "{}"
