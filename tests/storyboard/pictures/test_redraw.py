"""The child between a stranger's bytes and us: what it is given ends there, and so does what goes wrong."""

import asyncio
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from chatstream.wire.errors import RequestRefused
from projects import redraw
from projects.redraw import Picture
from storyboard.pictures.verdicts import REFUSALS
from tests.pictures import filter_bomb, png, png_that_claims, slow_svg, svg, use_bomb

# A line of Python, run where a decoder would be that was tricked.
TRICKED = "import storyboard.pictures.__main__ as child; child._confine(); {}"


ALICE, BOB = 1, 2


async def redrawn(data: bytes) -> Picture:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        return await redraw.redraw(file, ALICE)


async def refusal(data: bytes) -> str:
    with pytest.raises(RequestRefused) as refused:
        await redrawn(data)
    assert refused.value.code == "invalid"
    return str(refused.value)


async def test_a_picture_comes_back(tmp_path: Path) -> None:
    picture = await redrawn(png(640, 480))
    assert (picture.media_type, picture.width, picture.height) == ("image/png", 640, 480)
    assert Image.open(io.BytesIO(picture.data)).size == (640, 480)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ" + bytes(500), "unknown"),
        (b"", "unknown"),
        (png_that_claims(30_000, 30_000), "pixels"),
        (svg("<text>Hello</text>"), "words"),
        (use_bomb(), "heavy"),
        (filter_bomb(), "heavy"),
    ],
)
async def test_a_refusal_is_a_sentence_for_a_person(data: bytes, code: str) -> None:
    assert await refusal(data) == REFUSALS[code]


async def test_work_without_end_is_ended_and_the_next_picture_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redraw, "WALL_SECONDS", 0.1)
    before = children()
    assert await refusal(slow_svg()) == REFUSALS["heavy"]
    assert children() == before
    monkeypatch.undo()
    assert (await redrawn(png())).width == 64


async def test_a_caller_that_goes_away_takes_its_child_along() -> None:
    before = children()
    with tempfile.TemporaryFile() as file:
        file.write(slow_svg())
        task = asyncio.create_task(redraw.redraw(file, ALICE))
        while children() == before:
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert children() == before
    assert redraw._slots._value == redraw.AT_ONCE


async def test_who_has_waited_long_enough_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redraw, "_slots", asyncio.Semaphore(0))
    monkeypatch.setattr(redraw, "WAIT_SECONDS", 0.01)
    with pytest.raises(RequestRefused) as refused:
        await redrawn(png())
    assert (refused.value.code, refused.value.retry_after) == ("unavailable", 5)


@pytest.mark.parametrize(
    "line",
    [
        "open('/etc/hostname')",
        "import socket; socket.socket()",
        "import os; os.pipe()",
        "bytearray(2 * 1024 ** 3)",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_a_decoder_that_was_tricked_can_open_nothing(line: str) -> None:
    done = subprocess.run([sys.executable, "-c", TRICKED.format(line)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Too many open files" in done.stderr or "MemoryError" in done.stderr


def test_processor_time_is_bounded() -> None:
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU))"
    done = subprocess.run([sys.executable, "-c", TRICKED.format(code)], capture_output=True, text=True, check=True)
    assert done.stdout == "(12, 12)\n"


def children() -> str:
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()


async def test_one_person_keeps_one_place_and_leaves_the_others_to_the_others() -> None:
    with tempfile.TemporaryFile() as slow, tempfile.TemporaryFile() as quick:
        slow.write(slow_svg())
        quick.write(png())
        alices = [asyncio.create_task(redraw.redraw(slow, ALICE)) for _ in range(3)]
        await asyncio.sleep(0)
        await redraw.redraw(quick, BOB)
        assert not all(task.done() for task in alices)
        assert redraw._slots._value == redraw.AT_ONCE - 1, "two of Alice's were drawn at once"
        for task in alices:
            task.cancel()
        await asyncio.gather(*alices, return_exceptions=True)


async def test_the_time_of_a_processor_is_counted_for_each_person(
    connections: None, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMIT_PICTURE_SECONDS_PER_MINUTE = 12
    monkeypatch.setattr(redraw, "WALL_SECONDS", 0.1)
    assert await refusal(slow_svg()) == REFUSALS["heavy"]  # counts as all that it might have used
    with pytest.raises(RequestRefused) as refused:
        await redrawn(png())
    assert refused.value.code == "rate_limited"
