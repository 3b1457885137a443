"""From the bytes of a stranger to a picture that is ours, by way of a child that is not trusted either."""

import asyncio
import json
import logging
import math
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from weakref import WeakValueDictionary

from chatstream.wire.errors import RequestRefused
from projects.database import off_loop
from projects.limits.rates import count, count_more
from storyboard.pictures.verdicts import CPU_SECONDS, LONGEST_SIDE, REFUSALS

logger = logging.getLogger(__name__)

AT_ONCE = 2  # children of one process: each may need a processor and a gigabyte
WAIT_SECONDS = 20.0  # for one of them
WALL_SECONDS = 30.0
CPU = "PICTURE_SECONDS"
BASE = Path(__file__).parents[1]

_slots = asyncio.Semaphore(AT_ONCE)
_slot_of_person: WeakValueDictionary[object, asyncio.Semaphore] = (
    WeakValueDictionary()
)  # one for each person who waits or draws


@dataclass(frozen=True, slots=True)
class Picture:
    """Its bytes are ours: nothing of what came in is left in them."""

    data: bytes
    media_type: str
    width: int
    height: int


async def redraw(source: IO[bytes], owner_id: object) -> Picture:
    """The picture that `source` (a real file, read from its start) shows, encoded anew. Each person has one drawn at a time.

    Raises RequestRefused: `invalid` with the reason, `unavailable` if too many are being drawn, `rate_limited` for somebody
    whose pictures have taken too much of a processor.
    """
    with tempfile.TemporaryFile() as out:
        async with _slot(owner_id):
            await count(owner_id, CPU)  # a second; the rest when it is known
            said = await _draw(source, out)
            await count_more(owner_id, CPU, _seconds(said) - 1)
        if "refused" in said:
            raise RequestRefused("invalid", REFUSALS.get(str(said["refused"]), REFUSALS["broken"]))
        return _check(said, await off_loop(_read_all)(out))


@asynccontextmanager
async def _slot(owner_id: object) -> AsyncIterator[None]:
    """First the person's own place, then one of all: whoever has many drawn waits for themselves alone."""
    own = _slot_of_person.setdefault(owner_id, asyncio.Semaphore(1))
    async with AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await stack.enter_async_context(own)
                await stack.enter_async_context(_slots)
        except TimeoutError:
            detail = "Many pictures are being looked at right now; try again."
            raise RequestRefused("unavailable", detail, retry_after=5) from None
        yield


def _seconds(said: dict[str, object]) -> int:
    """Of a processor, that the child has used: what it says, or all that it may use if it was ended."""
    seconds = said.get("cpu_seconds")
    return math.ceil(seconds) if isinstance(seconds, int | float) and 0 <= seconds <= CPU_SECONDS else CPU_SECONDS


async def _draw(source: IO[bytes], out: IO[bytes]) -> dict[str, object]:
    """What the child says. One that dies or takes too long says that the picture is too much."""
    source.seek(0)
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaint:  # files: the child cannot flood those
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "storyboard.pictures", str(out.fileno())),
            cwd=BASE,
            env={},  # no key, no address of a database
            stdin=source,
            stdout=said,
            stderr=complaint,
            pass_fds=(out.fileno(),),
        )
        try:
            async with asyncio.timeout(WALL_SECONDS):
                await child.wait()
        except TimeoutError:
            return {"refused": "heavy"}
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode != 0:
            logger.info(
                "A picture ended the process that looked at it: %s, %s", child.returncode, _read_start(complaint)
            )
            return {"refused": "heavy"}
        return dict(json.loads(_read_start(said)))


def _read_all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _read_start(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(4096)


def _check(said: dict[str, object], data: bytes) -> Picture:
    """A child that was tricked may say anything; what it may be believed is narrow."""
    media_type, width, height = said["media_type"], said["width"], said["height"]
    if media_type not in ("image/png", "image/jpeg", "image/webp"):
        raise ValueError(f"the child made {media_type!r}")
    if not (isinstance(width, int) and isinstance(height, int) and min(width, height) > 0):
        raise ValueError(f"the child made {width!r} x {height!r}")
    if max(width, height) > LONGEST_SIDE:
        raise ValueError(f"the child made {width} x {height}")
    return Picture(data, str(media_type), width, height)
