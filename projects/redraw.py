"""Redraws an uploaded picture in a child process, which is not trusted either."""

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
    """The redrawn picture: none of the uploaded bytes are in `data`."""

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
            report = await _draw(source, out)
            await count_more(owner_id, CPU, _seconds(report) - 1)
        if "refused" in report:
            raise RequestRefused("invalid", REFUSALS.get(str(report["refused"]), REFUSALS["broken"]))
        return _check(report, await asyncio.to_thread(_read_all, out))


@asynccontextmanager
async def _slot(owner_id: object) -> AsyncIterator[None]:
    """First the slot of the person, then one of all: many uploads of one person delay nobody else."""
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


def _seconds(report: dict[str, object]) -> int:
    """Seconds of a processor that the child has used: as it reports, or all that it may use if it was killed."""
    seconds = report.get("cpu_seconds")
    return math.ceil(seconds) if isinstance(seconds, int | float) and 0 <= seconds <= CPU_SECONDS else CPU_SECONDS


async def _draw(source: IO[bytes], out: IO[bytes]) -> dict[str, object]:
    """The report of the child. One that dies or takes too long counts as `heavy`."""
    source.seek(0)
    with tempfile.TemporaryFile() as report, tempfile.TemporaryFile() as errors:  # files: the child cannot flood those
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "storyboard.pictures", str(out.fileno())),
            cwd=BASE,
            env={},  # no key, no address of a database
            stdin=source,
            stdout=report,
            stderr=errors,
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
                "The process that redraws a picture ended with %s (%s); the picture is refused.",
                child.returncode,
                _read_start(errors),
            )
            return {"refused": "heavy"}
        return dict(json.loads(_read_start(report)))


def _read_all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _read_start(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(4096)


def _check(report: dict[str, object], data: bytes) -> Picture:
    """The picture, if the report is plausible: a child that was tricked may report anything. Raises ValueError."""
    media_type, width, height = report["media_type"], report["width"], report["height"]
    if media_type not in ("image/png", "image/jpeg", "image/webp"):
        raise ValueError(f"the child made {media_type!r}")
    if not (isinstance(width, int) and isinstance(height, int) and min(width, height) > 0):
        raise ValueError(f"the child made {width!r} x {height!r}")
    if max(width, height) > LONGEST_SIDE:
        raise ValueError(f"the child made {width} x {height}")
    return Picture(data, str(media_type), width, height)
