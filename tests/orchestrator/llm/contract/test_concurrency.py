"""A small server gets as many requests at once as it bears; who waits in line is not forgotten, and waiting is no silence."""

import asyncio

import pytest

from orchestrator.llm.interface import StepEnd

from .dialects import only
from .outcome import ASK, ask
from .scripted_server import WAIT_SECONDS, sends, streams
from .transcripts import Words


@pytest.fixture
def slow(server, transcript):
    """Each answer waits for its own event; `release` sets them in turn."""
    events: list[asyncio.Event] = []

    def reply(request):
        events.append(asyncio.Event())
        return streams(b"", events[-1], *transcript.stream(Words("Hi")))

    server.replies(reply)
    return events


async def gathered(tasks) -> list:
    async with asyncio.timeout(WAIT_SECONDS):
        return await asyncio.gather(*tasks)


async def test_no_more_than_the_limit_are_asked_for_at_once(server, connect, slow):
    provider = connect(concurrency=2)
    tasks = [asyncio.create_task(ask(provider)) for _ in range(6)]
    for number in range(6):
        await server.request(number)
        slow[number].set()

    assert [outcome.final_text for outcome in await gathered(tasks)] == ["Hi"] * 6
    assert server.most_running <= 2


async def test_waiting_in_line_is_no_silence(server, connect, slow, settings):
    """Three answers one behind the other take longer than the silence that is allowed for one."""
    settings.LLM_READ_TIMEOUT_SECONDS = 0.4
    provider = connect(concurrency=1)
    tasks = [asyncio.create_task(ask(provider)) for _ in range(4)]
    loop = asyncio.get_running_loop()
    for number in range(4):
        await server.request(number)
        loop.call_later(0.25, slow[number].set)

    assert [outcome.final_text for outcome in await gathered(tasks)] == ["Hi"] * 4


async def test_a_busy_server_gets_fewer_at_once(server, connect, transcript):
    refused = 0

    def reply(request):
        nonlocal refused
        if server.running > 1:
            refused += 1
            return sends(transcript.error("Too many concurrent requests", 429), 429)
        return streams(*transcript.stream(Words("Hi")))

    server.replies(reply)
    provider = connect(concurrency=4)
    outcomes = await gathered([asyncio.create_task(ask(provider)) for _ in range(8)])

    assert sum(outcome.error is None for outcome in outcomes) >= 6
    assert refused < 16


@only("chat")
async def test_a_server_that_was_busy_is_asked_side_by_side_again(server, connect, transcript):
    """Although the turn loop leaves an answer with its end."""
    hi, release = transcript.stream(Words("Hi")), asyncio.Event()
    server.replies(sends(transcript.error("busy", 429), 429, retry_after="0.01"), streams(*hi))
    provider = connect(concurrency=4)
    async with provider.stream(ASK) as chunks:
        while not isinstance(await anext(chunks), StepEnd):
            pass
    server.replies(streams(b"", release, *hi))
    tasks = [asyncio.create_task(ask(provider)) for _ in range(2)]
    await server.request(1)
    release.set()

    assert [outcome.final_text for outcome in await gathered(tasks)] == ["Hi", "Hi"]


async def test_an_answer_that_fails_makes_room_for_the_next(server, connect, transcript):
    server.replies(sends(transcript.error("no", 401), 401))
    provider = connect(concurrency=1)

    outcomes = await gathered([asyncio.create_task(ask(provider)) for _ in range(4)])

    assert [outcome.code for outcome in outcomes] == ["provider_refused_key"] * 4


async def test_who_leaves_the_line_makes_room_for_the_next(server, connect, slow):
    provider = connect(concurrency=1)
    first = asyncio.create_task(ask(provider))
    await server.request(0)
    waiting = [asyncio.create_task(ask(provider)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    waiting[2].cancel()
    slow[0].set()
    await server.request(1)
    slow[1].set()

    assert [(await first).final_text, (await gathered([waiting[1]]))[0].final_text] == ["Hi", "Hi"]
    assert len(server.requests) == 2


async def test_who_leaves_an_answer_makes_room_for_the_next(server, connect, slow):
    provider = connect(concurrency=1)
    async with provider.stream(ASK) as chunks:
        reading = asyncio.ensure_future(anext(chunks))
        await server.request(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    second = asyncio.create_task(ask(provider))
    await server.request(1)
    slow[1].set()

    assert (await gathered([second]))[0].final_text == "Hi"


async def test_a_pause_before_the_next_attempt_holds_no_place(server, connect, transcript):
    """Who waits for a busy server does not keep others from a place."""
    server.replies(
        sends(transcript.error("busy", 429), 429, retry_after="0.3"),
        streams(*transcript.stream(Words("second"))),
        streams(*transcript.stream(Words("first"))),
    )
    provider = connect(concurrency=1)
    first = asyncio.create_task(ask(provider))
    await server.request(0)
    second = asyncio.create_task(ask(provider))

    assert (await gathered([second]))[0].final_text == "second"
    assert (await gathered([first]))[0].final_text == "first"
