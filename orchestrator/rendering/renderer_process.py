"""A renderer as a child process: what it says is heard, its silence is noticed, and nothing of it is left afterwards."""

import asyncio
import logging
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from django.conf import settings

from orchestrator.rendering.renderer import Done, Event, Failure, parse

logger = logging.getLogger(__name__)

STALL_SECONDS = 30.0
GRACE_SECONDS = 0.8  # of a stop, which people should not wait for
LINE_BYTES = 64 * 1024
KEPT_BYTES = 8 * 1024  # of what it says on standard error
# All that a renderer gets of the worker's environment: no key, no password.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV")


class RendererFailed(Exception):
    """`str()` is for the operator's log. `frame`: the one that it could not render, from 0, if it named one."""

    def __init__(self, reason: str, frame: int | None = None) -> None:
        super().__init__(reason)
        self.frame = frame


async def heard(command: Sequence[str], job: Path) -> AsyncGenerator[Event]:
    """Run a renderer; yields what it says, `Done` last. Raises RendererFailed. To be closed by whoever reads it."""
    async with _running([*command, str(job)], job.parent) as process:
        while True:
            event = await _next_event(process)
            if isinstance(event, Failure):
                raise RendererFailed(f"it said {event.message!r}", event.frame)
            yield event
            if isinstance(event, Done):
                return


async def _next_event(process: Process) -> Event:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(STALL_SECONDS):
            line = await process.stdout.readline()
    except TimeoutError:
        raise RendererFailed(f"it said nothing for {STALL_SECONDS:g} s") from None
    except ValueError:
        raise RendererFailed(f"it said a line of more than {LINE_BYTES} bytes") from None
    if not line:
        raise RendererFailed("it ended before it was done")
    try:
        return parse(line)
    except ValueError:
        raise RendererFailed(f"it said what is no event: {line[:200]!r}") from None


@asynccontextmanager
async def _running(command: Sequence[str], folder: Path) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,  # never written to: it ends when this worker does, however that happens
        stdout=PIPE,
        stderr=PIPE,
        limit=LINE_BYTES,
        start_new_session=True,
        cwd=settings.BASE_DIR,
        env=_environment(folder),
    )
    complaints = asyncio.create_task(_last_bytes(process), name=f"complaints of renderer {process.pid}")
    try:
        yield process
    except RendererFailed as failed:
        await _end(process)
        said = (await complaints).decode(errors="replace")
        logger.warning("The renderer failed: %s (exit code %s). It wrote: %r", failed, process.returncode, said)
        raise
    finally:
        await _end(process)
        complaints.cancel()
        await asyncio.gather(complaints, return_exceptions=True)


async def _end(process: Process) -> None:
    """SIGTERM, and SIGKILL for whoever of its session is still there after the grace time."""
    try:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE_SECONDS):
                    await process.wait()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _last_bytes(process: Process) -> bytes:
    assert process.stderr is not None
    kept = b""
    while data := await process.stderr.read(KEPT_BYTES):
        kept = (kept + data)[-KEPT_BYTES:]
    return kept


def _environment(folder: Path) -> dict[str, str]:
    """Whatever a browser or an encoder leaves behind, it leaves in the build's folder."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed | {"HOME": str(folder), "TMPDIR": str(folder)}
