"""Calls that are made at the same time share a batch, and each has an answer of its own."""

import asyncio

import pytest

from chatstream.batcher import Batcher


class Doubler(Batcher[int, int]):
    """Doubles numbers; `batches` are those it has sent."""

    MAX_CALLS = 3

    def __init__(self) -> None:
        super().__init__("doubler")
        self.batches: list[list[int]] = []

    async def _send(self, calls: list[int]) -> list[int | Exception]:
        self.batches.append(calls)
        await asyncio.sleep(0)
        if 0 in calls:
            raise ConnectionError
        return [2 * call if call > 0 else ValueError(call) for call in calls]


async def test_calls_made_together_are_sent_together_up_to_a_bound() -> None:
    doubler = Doubler()
    assert await asyncio.gather(*map(doubler.submit, range(1, 6))) == [2, 4, 6, 8, 10]
    assert doubler.batches == [[1, 2, 3], [4, 5]]


async def test_an_error_of_one_call_is_raised_to_its_caller_alone() -> None:
    first, second = await asyncio.gather(*map(Doubler().submit, (1, -1)), return_exceptions=True)
    assert first == 2
    assert isinstance(second, ValueError)


async def test_an_error_of_the_batch_is_raised_to_every_caller_and_the_next_batch_is_sent() -> None:
    doubler = Doubler()
    answers = await asyncio.gather(*map(doubler.submit, (1, 0, 2, 3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionError, ConnectionError, ConnectionError, int]


async def test_a_cancelled_caller_keeps_nobody_from_an_answer() -> None:
    doubler = Doubler()
    leaving, staying = (asyncio.create_task(doubler.submit(number)) for number in (1, 2))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 4
    with pytest.raises(asyncio.CancelledError):
        await leaving
