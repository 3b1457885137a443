"""Who leaves, stops the provider; who stays, shares its connections; no key gets out."""

import asyncio
import logging

import pytest

from orchestrator.llm.client import Client
from orchestrator.llm.interface import StepEnd

from .conftest import KEY
from .conversation import answer, broken_answer, said
from .local_server import DONE, HEAD, Exchange, local_server, plain, streaming, text_event

ASK = said("Hello")
CLOSES_WITHIN = 0.1  # seconds


async def endless(exchange: Exchange) -> None:
    await exchange.send(HEAD)
    await exchange.send_piece(text_event("Hi"))
    await exchange.wait_for_close()


async def silent(exchange: Exchange) -> None:
    await exchange.wait_for_close()


async def closed(server) -> None:
    async with asyncio.timeout(CLOSES_WITHIN):
        await server.exchanges[0].closed_by_client.wait()


async def test_leaving_the_context_closes_the_connection(connected):
    async with local_server(endless) as server:
        async with connected(server.url).stream(ASK) as chunks:
            await anext(chunks)
        await closed(server)


async def test_cancelling_the_reader_closes_the_connection(connected):
    async with local_server(endless) as server:
        first = asyncio.Event()

        async def read() -> None:
            async with connected(server.url).stream(ASK) as chunks:
                async for _ in chunks:
                    first.set()

        reader = asyncio.create_task(read())
        await first.wait()
        reader.cancel()
        await closed(server)
        with pytest.raises(asyncio.CancelledError):
            await reader


async def test_cancelling_before_the_first_byte_closes_the_connection(connected):
    async with local_server(silent) as server:
        reader = asyncio.create_task(answer(connected(server.url), ASK))
        async with asyncio.timeout(5):
            await server.asked.wait()
        reader.cancel()
        await closed(server)
        with pytest.raises(asyncio.CancelledError):
            await reader


async def test_an_error_of_the_reader_passes_through_and_closes_the_connection(connected):
    async def read_and_fail(url: str) -> None:
        async with connected(url).stream(ASK) as chunks:
            await anext(chunks)
            raise ValueError("mine")

    async with local_server(endless) as server:
        with pytest.raises(ValueError, match="mine"):
            await read_and_fail(server.url)
        await closed(server)


async def test_a_provider_that_never_answers_is_left(connected, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.3
    async with local_server(silent) as server:
        _, error = await broken_answer(connected(server.url), ASK)
        await closed(server)

    assert error.code == "provider_silent"


async def test_a_model_that_said_its_end_and_hangs_on_is_not_waited_for(connected):
    async def hangs_on(exchange: Exchange) -> None:
        await exchange.send(HEAD)
        await exchange.send_piece(text_event("Hi", "stop") + DONE)
        await exchange.wait_for_close()

    async with local_server(hangs_on) as server, asyncio.timeout(2):
        assert (await answer(connected(server.url), ASK)).text == "Hi"


async def test_a_cut_after_the_models_own_end_loses_nothing(connected):
    async def cut(exchange: Exchange) -> None:
        await exchange.send(HEAD)
        await exchange.send_piece(text_event("Hi", "stop"))
        raise ConnectionResetError

    async with local_server(cut) as server:
        assert (await answer(connected(server.url), ASK)).end.finish_reason == "stop"


async def test_steps_share_one_connection(connected):
    async with local_server(streaming(text_event("Hi", "stop"), DONE)) as server:
        provider = connected(server.url)
        for _ in range(3):
            async with provider.stream(ASK) as chunks:
                while not isinstance(await anext(chunks), StepEnd):
                    pass  # nobody reads on behind the end, and the connection is kept all the same

        assert (len(server.exchanges), server.connections) == (3, 1)


async def test_the_key_goes_to_the_provider_and_nowhere_else(connected, caplog):
    told = f'{{"error": {{"message": "Incorrect API key provided: {KEY}, also sk-other-1234567 and Bearer abc.def"}}}}'
    async with local_server(plain("401 Unauthorized", told.encode())) as server:
        with caplog.at_level(logging.DEBUG, "orchestrator"):
            _, error = await broken_answer(connected(server.url), ASK)
        assert f"Bearer {KEY}" in server.exchanges[0].head

    assert error.code == "provider_refused_key"
    assert "Incorrect API key provided: [key], also [key] and [key]" in caplog.text
    for secret in (KEY, "sk-other", "abc.def"):
        assert secret not in caplog.text
        assert secret not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


async def test_a_server_without_keys_gets_a_request_without_one(connected):
    async with local_server(streaming(text_event("Hi", "stop"), DONE)) as server:
        assert (await answer(connected(server.url, key=""), ASK)).text == "Hi"
        assert "authorization" not in server.exchanges[0].head.lower()


@pytest.mark.parametrize("base", ["", "/v1"])
async def test_an_address_may_name_the_version_of_its_api_or_leave_it_out(base):
    async with local_server(
        plain("200 OK", b'{"type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}')
    ) as server:
        client = Client(f"{server.url.removesuffix('/v1')}{base}", 5.0)
        async with client.post("/v1/messages", {}, {}) as response:
            await response.drain()
        await client.close()

        assert server.exchanges[0].head.startswith("POST /v1/messages ")
