"""A provider of each dialect before a scripted server."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from typing import Any

import pytest

from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.http.provider import Endpoint, HTTPProvider
from orchestrator.llm.interface import ChatMessage, StepRequest
from orchestrator.llm.options import Options

from .dialects import dialect
from .outcome import ASK, Outcome, ask, asking
from .scripted_server import Script, ScriptedServer, scripted_server, streams
from .transcripts import TRANSCRIPTS, Sent, Transcript, Words

KEY = "sk-test-0123456789abcdef"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause is as long as between people and providers, and the certificates of this machine are read once."""
    monkeypatch.setattr("orchestrator.llm.http.retries.RETRY_SECONDS", 0.001)
    monkeypatch.setattr("orchestrator.llm.http.batched_reads.seconds_to_next_read", lambda *_: 0.0)
    monkeypatch.setattr("orchestrator.llm.http.answer_stream.USAGE_SECONDS", 0.3)
    monkeypatch.setattr(ssl, "create_default_context", _tls)


_tls = cache(ssl.create_default_context)


@pytest.fixture(autouse=True)
def allowed(settings: Any) -> None:
    settings.LLM_READ_TIMEOUT_SECONDS = 20.0
    settings.TURN_MAX_SECONDS = 60.0


@pytest.fixture(params=[*TRANSCRIPTS])
def transcript(request: pytest.FixtureRequest) -> Transcript:
    """Each dialect in turn, or those that a test names with `only`."""
    return TRANSCRIPTS[request.param]


@pytest.fixture(scope="session")
async def _server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as server:
        yield server


@pytest.fixture
def server(_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> ScriptedServer:
    """At one address for all tests, whose options have not changed yet."""
    monkeypatch.setattr("orchestrator.llm.adaptations.options_store._known", {})
    _server.forget()
    return _server


Connect = Callable[..., HTTPProvider]


@pytest.fixture
async def connect(server: ScriptedServer, transcript: Transcript, connections: None) -> AsyncIterator[Connect]:
    """Makes providers that speak the dialect under test to the scripted server; they are closed after the test."""
    made: list[HTTPProvider] = []

    def connect(url: str = "", model: str = "scripted", key: str = KEY, concurrency: int = 16) -> HTTPProvider:
        address = Endpoint((url or server.url) + transcript.base, key, (dialect(transcript.name),), Options())
        made.append(HTTPProvider(f"{transcript.name}:{model}", model, address, ConcurrencyLimit(concurrency)))
        return made[-1]

    yield connect
    for provider in made:
        await provider.close()


Play = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def play(server: ScriptedServer, connect: Connect) -> Play:
    """Ask once; the server gives these replies, or a stream of these bytes."""

    async def play(*script: Script | bytes, request: StepRequest = ASK) -> Outcome:
        replies = [streams(*script)] if all(isinstance(each, bytes) for each in script) else script
        server.replies(*replies)  # type: ignore[arg-type]
        return await ask(connect(), request)

    return play


@pytest.fixture
def sent(server: ScriptedServer, connect: Connect, transcript: Transcript) -> Callable[..., Awaitable[Sent]]:
    """How a conversation looks to the provider."""

    async def sent(*turns: ChatMessage, **fields: Any) -> Sent:
        server.replies(streams(*transcript.stream(Words("Hi"))))
        await ask(connect(), asking(*turns, **fields))
        return transcript.sent(server.bodies[0])

    return sent
