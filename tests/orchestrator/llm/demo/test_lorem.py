"""Texts of any length, the same at each time, at the pace that is set: what tests, chaos and the bench are written with."""

import asyncio

import pytest

from orchestrator.llm.demo import connect
from orchestrator.llm.interface import StepRequest, Text
from tests.orchestrator.llm.conversation import answer, step_request

FIFTY = step_request("write a 50 word voice-over about tea")


async def reply(message: str, **options) -> str:
    return (await answer(connect(""), step_request(message, **options))).text


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 13, 60, 299, 300, 1000, 3000])
async def test_a_text_has_exactly_as_many_words_as_asked_for(count):
    assert len((await reply(f"Write a {count} word voice-over about memory")).split()) == count


@pytest.mark.parametrize(
    "message", ["Write 300 words about the sea", "please draft a 300-word script", "write me 300 words"]
)
async def test_it_can_be_asked_for_in_several_ways(message):
    assert len((await reply(message)).split()) == 300


@pytest.mark.parametrize("count", [0, 3001, 1_000_000])
async def test_other_lengths_are_declined(count):
    assert await reply(f"write {count} words about tea") == "I write 1 to 3000 words."


async def test_the_same_request_gets_the_same_words_and_another_one_others():
    first, again, other = [await reply(f"write 40 words about {subject}") for subject in ("tea", "tea", "rain")]

    assert first == again != other


async def test_it_speaks_word_by_word_and_counts_them():
    whole = await answer(connect(""), FIFTY)

    assert all(len(piece.split()) == 1 for piece in whole.pieces)
    assert whole.end.usage.output_tokens == len(whole.pieces) == 50
    assert whole.end.usage.input_tokens == 7 + 4


async def test_an_answer_beyond_the_limit_is_cut_and_says_so():
    whole = await answer(connect(""), step_request("write 300 words about coffee", max_output_tokens=50))

    assert (len(whole.pieces), whole.end.finish_reason) == (50, "length")


@pytest.mark.parametrize(
    "message", ["", " ", "a " * 16_000, "(" * 500, "\x00", "```", "💡" * 300, "make it 1e99 hours"]
)
async def test_no_message_is_too_odd_for_an_answer(message):
    assert (await reply(message)).strip()


async def test_a_conversation_without_any_message_gets_an_answer():
    assert (await answer(connect(""), StepRequest("", ()))).text


async def test_words_come_at_the_pace_that_is_set(settings):
    settings.DEMO_WORD_SECONDS = 0.01
    clock = asyncio.get_running_loop().time
    start = clock()

    await answer(connect(""), FIFTY)

    assert clock() - start >= 49 * 0.01


async def test_the_first_word_does_not_wait(settings):
    settings.DEMO_WORD_SECONDS = 60

    async with asyncio.timeout(5), connect("").stream(FIFTY) as chunks:
        assert isinstance(await anext(chunks), Text)


async def test_at_full_speed_other_tasks_still_run(settings):
    settings.DEMO_WORD_SECONDS = 0
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    await answer(connect(""), FIFTY)
    task.cancel()

    assert turns >= 50


async def test_many_voices_speak_at_once(settings):
    settings.DEMO_WORD_SECONDS = 0.005

    answers = await asyncio.gather(*(answer(connect(""), FIFTY) for _ in range(20)))

    assert {len(whole.pieces) for whole in answers} == {50}
