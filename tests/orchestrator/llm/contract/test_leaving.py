"""Who leaves, stops the provider: an answer that nobody reads is not paid for."""

import asyncio

import pytest

from .outcome import ASK, ask
from .scripted_server import HOLD, is_silent, sends, streams, streams_until_close
from .transcripts import Words

CLOSES_WITHIN = 1.0  # seconds, on a loaded machine; 0.1 alone


@pytest.fixture(params=[streams, streams_until_close])
def endless(request, transcript):
    return request.param(*transcript.beginning(Words("Hi")), HOLD)


async def closed(request) -> None:
    async with asyncio.timeout(CLOSES_WITHIN):
        await request.left.wait()


async def test_leaving_the_context_closes_the_connection(server, connect, endless):
    server.replies(endless)
    async with connect().stream(ASK) as chunks:
        await anext(chunks)

    await closed(server.requests[0])


async def test_leaving_without_having_read_a_word_asks_for_nothing(server, connect, endless):
    server.replies(endless)
    async with connect().stream(ASK):
        pass

    assert server.requests == []


async def test_cancelling_the_reader_closes_the_connection(server, connect, endless):
    server.replies(endless)
    first = asyncio.Event()

    async def read() -> None:
        async with connect().stream(ASK) as chunks:
            async for _ in chunks:
                first.set()

    reader = asyncio.create_task(read())
    await first.wait()
    reader.cancel()

    await closed(server.requests[0])
    with pytest.raises(asyncio.CancelledError):
        await reader


@pytest.mark.parametrize("reply", [is_silent(), streams(b"", HOLD)])
async def test_cancelling_before_the_first_word_closes_the_connection(server, connect, reply):
    server.replies(reply)
    reader = asyncio.create_task(ask(connect()))
    request = await server.request(0)
    await request.waiting.wait()
    reader.cancel()

    await closed(request)
    with pytest.raises(asyncio.CancelledError):
        await reader


async def test_an_error_of_the_reader_passes_through_and_closes_the_connection(server, connect, endless):
    server.replies(endless)

    async def read_and_fail() -> None:
        async with connect().stream(ASK) as chunks:
            await anext(chunks)
            raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        await read_and_fail()
    await closed(server.requests[0])


async def test_cancelling_who_waits_in_line_asks_for_nothing(server, connect, endless):
    server.replies(endless)
    provider = connect(concurrency=1)
    async with provider.stream(ASK) as chunks:
        await anext(chunks)
        waiting = asyncio.create_task(ask(provider))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    assert len(server.requests) == 1


async def test_cancelling_in_the_pause_before_the_next_attempt_ends_it(server, connect, transcript):
    server.replies(sends(transcript.error("busy", 429), 429, retry_after="15"))
    reader = asyncio.create_task(ask(connect()))
    await server.request(0)
    async with asyncio.timeout(CLOSES_WITHIN):
        reader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reader

    assert len(server.requests) == 1


async def test_a_provider_that_is_silent_is_left(server, connect, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.2
    server.replies(streams(*transcript.beginning(Words("Half")), HOLD))

    assert (await ask(connect())).code == "provider_silent"
    await closed(server.requests[0])


async def test_an_answer_that_is_unreadable_is_left(server, connect, transcript):
    server.replies(streams(*transcript.beginning(Words("Half")), b"data: {junk\n\n", HOLD))

    assert (await ask(connect())).code == "stream_unreadable"
    await closed(server.requests[0])


async def test_closing_the_provider_closes_its_connections(server, connect, transcript):
    server.replies(streams(*transcript.stream(Words("Hi"))))
    provider = connect()
    await ask(provider)
    await provider.close()

    await closed(server.requests[0])
