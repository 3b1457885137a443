"""Words that come while others are on their way to people are read in one go, and none of them is lost."""

import asyncio
from contextlib import suppress
from itertools import pairwise

import pytest

from chatstream.log.gathering import LEAST_SECONDS, get_gathering
from orchestrator.llm.http.batched_reads import PHASES, seconds_to_next_read
from tests.orchestrator.llm.conversation import answer, broken_answer, step_request
from tests.orchestrator.llm.local_server import DONE, HEAD, Exchange, local_server, text_event

ASK = step_request("Hello")
WORDS = [f"word {number} " for number in range(40)]


async def test_many_words_are_few_pieces_and_the_same_text(connected):
    async def respond(exchange: Exchange) -> None:
        await exchange.send(HEAD)
        for word in WORDS:
            await exchange.send_piece(text_event(word))
            await asyncio.sleep(0.002)
        await exchange.send_piece(text_event("", "stop") + DONE)
        await exchange.end()

    async with local_server(respond) as server:
        whole = await answer(connected(server.url), ASK)
    assert whole.text == "".join(WORDS)
    assert whole.pieces[0] == WORDS[0], "the first is not waited for"
    assert len(whole.pieces) < len(WORDS) / 2


async def test_what_came_before_the_line_broke_is_not_lost(connected):
    """The socket breaks while nobody reads it."""

    async def respond(exchange: Exchange) -> None:
        await exchange.send(HEAD)
        for word in WORDS:
            await exchange.send_piece(text_event(word))
        raise ConnectionError

    async with local_server(respond) as server:
        text, error = await broken_answer(connected(server.url), ASK)
    assert text == "".join(WORDS)
    assert error.code == "stream_cut"


async def test_who_is_stopped_between_two_reads_leaves_no_connection(connected):
    words_are_read = asyncio.Event()

    async def respond(exchange: Exchange) -> None:
        await exchange.send(HEAD)
        await exchange.send_piece(text_event("Hello "))
        await exchange.wait_for_close()

    async def read(url: str) -> None:
        async with connected(url).stream(ASK) as chunks:
            async for _ in chunks:
                words_are_read.set()

    async with asyncio.timeout(15), local_server(respond) as server:
        reading = asyncio.create_task(read(server.url))
        await words_are_read.wait()
        await asyncio.sleep(0)
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await server.exchanges[0].closed_by_client.wait()


def test_the_reads_of_an_answer_are_as_far_apart_however_long_its_words_take():
    due = 1000 * LEAST_SECONDS
    ends_of_work = [due + share * LEAST_SECONDS for share in (0.01, 0.1, 0.25, 0.49)]
    nexts = {round(now + seconds_to_next_read(now, 0, LEAST_SECONDS), 6) for now in ends_of_work}
    assert nexts == {round(due + LEAST_SECONDS, 6)}


def test_the_answers_of_a_process_are_spread_over_the_phases():
    begin = 1000 * LEAST_SECONDS
    reads = sorted(
        (begin + seconds_to_next_read(begin, phase, LEAST_SECONDS)) % LEAST_SECONDS for phase in range(PHASES)
    )
    gaps = [later - earlier for earlier, later in pairwise(reads)]
    assert gaps == pytest.approx([LEAST_SECONDS / PHASES] * (PHASES - 1), abs=1e-6)


async def test_what_was_read_is_not_gathered_a_second_time():
    assert get_gathering().writer_seconds < get_gathering().seconds
