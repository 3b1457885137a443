"""A reader is sent so much ahead of its acknowledgements, and no more."""

import asyncio

import pytest

from chatstream.doors import window as module
from chatstream.doors.window import WINDOW_BYTES, Window
from chatstream.log.entries import START, Position

HALF = WINDOW_BYTES // 2


def at(seq: int, epoch: int = 7) -> Position:
    return Position(epoch, seq)


def is_open(window: Window) -> bool:
    """Whether the next frame would go out at once."""
    waiting = window.wait_until_open()
    try:
        waiting.send(None)
    except StopIteration:
        return True
    waiting.close()
    return False


@pytest.fixture
def full() -> Window:
    window = Window()
    for seq in (1, 2):
        window.add(at(seq), HALF)
    return window


async def test_it_is_open_until_the_limit_is_sent() -> None:
    window = Window()
    assert is_open(window)
    window.add(at(1), WINDOW_BYTES - 1)
    assert is_open(window)
    window.add(at(2), 1)
    assert not is_open(window)


async def test_an_acknowledgement_makes_room_for_as_much_as_it_covers(full: Window) -> None:
    full.acknowledge(at(1))
    assert is_open(full)
    full.add(at(3), HALF)
    assert not is_open(full)
    full.acknowledge(at(3))
    full.add(at(4), WINDOW_BYTES - 1)
    assert is_open(full)


@pytest.mark.parametrize(
    "position", [at(3), at(10**15), at(1, epoch=8), at(2, epoch=6), START, at(0)], ids=lambda position: str(position)
)
async def test_an_acknowledgement_of_what_was_never_sent_changes_nothing(full: Window, position: Position) -> None:
    for _ in range(3):
        full.acknowledge(position)
    assert not is_open(full)


async def test_the_same_acknowledgement_counts_once(full: Window) -> None:
    full.acknowledge(at(1))
    full.acknowledge(at(1))
    full.add(at(3), HALF)
    assert not is_open(full)


async def test_an_acknowledgement_before_anything_was_sent_gives_no_credit() -> None:
    window = Window()
    window.acknowledge(at(5))
    window.add(at(1), WINDOW_BYTES)
    assert not is_open(window)


async def test_the_snapshot_of_a_new_log_can_be_acknowledged_though_its_position_is_lower(full: Window) -> None:
    full.add(START, 10)
    full.acknowledge(at(2))
    assert not is_open(full), "that position was of the log that is lost"
    full.acknowledge(START)
    full.add(at(1, epoch=8), WINDOW_BYTES - 1)
    assert is_open(full)


async def test_whoever_waits_goes_on_at_the_acknowledgement(full: Window) -> None:
    waiting = asyncio.ensure_future(full.wait_until_open())
    await asyncio.sleep(0)
    full.acknowledge(at(2))
    await asyncio.wait_for(waiting, 5)


async def test_a_reader_who_never_acknowledges_is_given_up(full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ACK_SECONDS", 0.01)
    with pytest.raises(TimeoutError):
        await full.wait_until_open()
