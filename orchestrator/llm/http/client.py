"""The connection to one address: a POST, the bytes of its answer, and each way in which that fails as one of our errors.

The openai SDK transports the bytes of every dialect (its documented `client.post`), over aiohttp: a third of the CPU that httpx2
takes for them. Its typed stream is not used: our decoders read at a fifth of its cost.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from http import HTTPStatus
from typing import Any

import aiohttp
import anyio
import httpx2
import openai
from openai import AsyncStream, Omit

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.http.batched_reads import BatchedReads
from orchestrator.llm.refusals import Refusal
from orchestrator.llm.text.characters import to_storable_json

_VERSION = re.compile(r"^/v\d\w*(?=/)")
CONNECT_SECONDS = 10.0
READ_REST_SECONDS = 0.2  # a finished stream ends at once; when its end is read, the connection can be used again
MAX_REFUSAL_CHARACTERS = 1 << 16

# Everything a broken connection or body is known to raise; the SDK and httpx2 let some of TLS, anyio and aiohttp through.
TRANSPORT_ERRORS = (
    openai.OpenAIError,
    httpx2.HTTPError,
    aiohttp.ClientError,
    ssl.SSLError,
    anyio.EndOfStream,
    TimeoutError,
    OSError,
)

UNREACHABLE = "The AI is not available right now: it could not be reached. Try again in a moment."
SILENT = "The AI is not available right now: it stopped answering. Try again in a moment."
CUT = "The connection to the AI broke in the middle of the answer. Try again."


class ConnectionClosed(ModelError):
    """The connection was closed before the first byte of an answer."""


class Response:
    """An answer of 200. `pieces`: its bytes as they arrive, decompressed. `pause()` lets the next ones arrive together."""

    def __init__(self, pieces: AsyncIterator[bytes], pause: Callable[[], None]) -> None:
        self.pieces = pieces
        self.pause = pause

    async def read_rest(self) -> None:
        with suppress(*TRANSPORT_ERRORS, ModelError):
            async with asyncio.timeout(READ_REST_SECONDS):
                async for _ in self.pieces:
                    pass


class Client:
    """One address. `silence`: how many seconds the first byte, and each later one, may take."""

    def __init__(self, base_url: str, silence: float) -> None:
        self._silence = silence
        self._has_version = re.search(r"/v\d\w*/?$", base_url) is not None
        self._address = httpx2.URL(base_url)
        timeout = httpx2.Timeout(silence, connect=min(CONNECT_SECONDS, silence))
        self._sdk = openai.AsyncOpenAI(
            api_key="none",  # the dialect writes the header of the key
            base_url=base_url,
            timeout=timeout,
            max_retries=0,  # `retries.py` decides
            http_client=openai.DefaultAioHttpClient(timeout=timeout, event_hooks={"request": [self._check_host]}),
        )

    async def close(self) -> None:
        await self._sdk.close()

    def _path_below(self, path: str) -> str:
        """An address may end in the version of the API or not, as the vendors' own SDKs have it: both work."""
        return _VERSION.sub("", path) if self._has_version else path

    async def _check_host(self, request: httpx2.Request) -> None:
        """A redirect is followed within the host: the key and the conversation go to no other. Raises RefusalError."""
        url, own = request.url, self._address
        is_as_safe = url.scheme == "https" or (url.scheme, url.port) == (own.scheme, own.port)
        if url.host != own.host or not is_as_safe:
            raise RefusalError(Refusal(HTTPStatus.PERMANENT_REDIRECT, f"it redirects to {url}"))

    @asynccontextmanager
    async def post(self, path: str, headers: Mapping[str, str], body: Any) -> AsyncIterator[Response]:
        """Leaving the context ends the answer at the provider. Raises RefusalError for a status of 400 and above, ModelError."""
        with _translate_errors(self._silence, streaming=False):
            async with asyncio.timeout(self._silence):
                try:
                    raw = await self._send(path, headers, body)
                except UnicodeEncodeError:  # half of a surrogate pair, in the result of a tool
                    raw = await self._send(path, headers, to_storable_json(body))
        try:
            async with aclosing(self._pieces(raw)) as pieces:
                with BatchedReads(raw) as reads:
                    yield Response(pieces, reads.pause)
        finally:
            await raw.aclose()

    async def _send(self, path: str, headers: Mapping[str, str], body: Any) -> httpx2.Response:
        response: Any = await self._sdk.post(
            self._path_below(path),
            cast_to=httpx2.Response,
            body=body,
            options={"headers": {"Authorization": Omit(), **headers}},
            stream=True,
            stream_cls=AsyncStream[object],
        )
        raw: httpx2.Response = response  # what `cast_to` asks for
        return raw

    async def _pieces(self, response: httpx2.Response) -> AsyncGenerator[bytes]:
        with _translate_errors(self._silence, streaming=True):
            async for piece in response.aiter_bytes():
                yield piece


@contextmanager
def _translate_errors(silence: float, *, streaming: bool) -> Iterator[None]:
    """`streaming`: the answer has begun, so that a broken connection is a cut answer."""
    try:
        yield
    except openai.APIStatusError as error:
        raise RefusalError(_refusal(error)) from None
    except TRANSPORT_ERRORS as error:
        if refused := next((cause for cause in _causes(error) if isinstance(cause, RefusalError)), None):
            raise refused from None
        raise _to_model_error(error, silence, streaming=streaming) from None


def _refusal(error: openai.APIStatusError) -> Refusal:
    headers = {key.lower(): value for key, value in error.response.headers.items()}
    return Refusal(error.status_code, error.response.text[:MAX_REFUSAL_CHARACTERS], headers)


def _to_model_error(error: Exception, silence: float, *, streaming: bool) -> ModelError:
    raised = _raised_by_aiohttp(error) or error  # the SDK says no more than "Connection error."
    detail = f"{type(raised).__name__}: {raised}"
    match error:
        case openai.APITimeoutError() if _is_no_timeout(error):
            return _unreachable(error, detail)
        case openai.APITimeoutError() | httpx2.TimeoutException() | TimeoutError():
            return ModelError(
                SILENT, "provider_silent", detail=f"nothing came for {silence:g} s (LLM_READ_TIMEOUT_SECONDS)"
            )
        case _ if streaming:
            return ModelError(CUT, "stream_cut", detail=detail)
    return _unreachable(error, detail)


def _unreachable(error: Exception, detail: str) -> ModelError:
    kind = ConnectionClosed if any(map(_is_disconnect, _causes(error))) else ModelError
    return kind(UNREACHABLE, "provider_unreachable", detail=detail)


def _is_disconnect(error: BaseException) -> bool:
    """Whether the server closed the connection; one that was never made does not count."""
    closed = aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | ConnectionResetError
    return isinstance(error, closed) and not isinstance(error, aiohttp.ClientConnectorError)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _is_no_timeout(error: BaseException) -> bool:
    """The SDK's aiohttp transport reports each failed connection as a timeout; the exception of aiohttp is the difference."""
    raised = _raised_by_aiohttp(error)
    return raised is not None and not isinstance(raised, TimeoutError)


def _raised_by_aiohttp(error: BaseException) -> BaseException | None:
    return next((cause for cause in _causes(error) if type(cause).__module__.startswith("aiohttp")), None)
