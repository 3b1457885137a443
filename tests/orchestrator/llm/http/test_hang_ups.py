"""A server that hangs up on the API that it is asked in first is asked in the next one, and from then on in that."""

from collections.abc import AsyncIterator, Callable

import pytest

from orchestrator.llm import adaptations
from orchestrator.llm.dialects import chat, responses
from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.http.provider import Endpoint, HTTPProvider
from orchestrator.llm.interface import StepEnd
from orchestrator.llm.options import Options
from tests.orchestrator.llm.contract.outcome import ASK, ask
from tests.orchestrator.llm.contract.scripted_server import ScriptedServer, resets, scripted_server, sends, streams
from tests.orchestrator.llm.contract.transcripts import TRANSCRIPTS, Words

HI = TRANSCRIPTS["chat"].stream(Words("Hi"))
Connect = Callable[..., HTTPProvider]


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as server:
        yield server


@pytest.fixture
async def connect(server: ScriptedServer, connections: None) -> AsyncIterator[Connect]:
    made: list[HTTPProvider] = []

    def connect(*, is_own: bool = False) -> HTTPProvider:
        address = Endpoint(server.url + "/v1", "key", (responses.DIALECT, chat.DIALECT), Options(), is_own=is_own)
        made.append(HTTPProvider("openai:small", "small", address, ConcurrencyLimit(16)))
        return made[-1]

    yield connect
    for provider in made:
        await provider.close()


def paths(server: ScriptedServer) -> list[str]:
    return [request.path.rpartition("/v1/")[2] for request in server.requests]


async def test_the_next_api_is_asked_and_kept(server: ScriptedServer, connect: Connect) -> None:
    server.replies(resets(), streams(*HI))
    assert (await ask(connect())).final_text == "Hi"
    assert paths(server) == ["responses", "chat/completions"]
    server.replies(streams(*HI))
    assert (await ask(connect())).final_text == "Hi", "another process knows it too"
    assert paths(server)[-1] == "chat/completions"


async def test_what_was_learned_is_kept_for_a_reader_that_leaves_with_the_end(
    server: ScriptedServer, connect: Connect
) -> None:
    """As the turn loop does."""
    server.replies(resets(), streams(*HI))
    provider = connect()
    for _ in range(2):
        async with provider.stream(ASK) as chunks:
            async for chunk in chunks:
                if isinstance(chunk, StepEnd):
                    break
    assert paths(server) == ["responses", "chat/completions", "chat/completions"]


async def test_who_hangs_up_on_every_api_is_unreachable_and_teaches_nothing(
    server: ScriptedServer, connect: Connect
) -> None:
    server.replies(resets())
    assert (await ask(connect())).code == "provider_unreachable"
    assert (
        await adaptations.load_options(adaptations.options_key(server.url + "/v1", "small"), Options())
    ) == Options()


async def test_the_vendors_own_address_has_all_of_its_api(server: ScriptedServer, connect: Connect) -> None:
    server.replies(resets(), resets(), resets())
    await ask(connect(is_own=True))
    assert set(paths(server)) == {"responses"}


async def test_who_has_answered_before_has_that_api(server: ScriptedServer, connect: Connect) -> None:
    provider = connect()
    server.replies(sends('{"error": {"message": "wrong key", "code": "invalid_api_key"}}', 401))
    await ask(provider)
    server.replies(resets())
    await ask(provider)
    assert set(paths(server)) == {"responses"}


async def test_a_refusal_of_the_other_api_says_nothing_of_the_first(server: ScriptedServer, connect: Connect) -> None:
    provider = connect()
    server.replies(resets(), sends('{"error": {"message": "wrong key", "code": "invalid_api_key"}}', 401))
    await ask(provider)
    server.replies(resets(), streams(*HI))
    assert (await ask(provider)).final_text == "Hi"
