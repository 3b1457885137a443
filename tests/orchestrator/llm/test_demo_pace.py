"""The demo director keeps its pace, and lets others have their turn."""

import asyncio

from orchestrator.llm.demo import connect
from orchestrator.llm.interface import Text

from .conversation import answer, said

FIFTY = said("write a 50 word voice-over about tea")


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
