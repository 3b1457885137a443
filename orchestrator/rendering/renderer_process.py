"""A renderer as a child process: its events are read, a stall ends it, and none of its processes survives."""

import asyncio
import logging
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from django.conf import settings

from orchestrator.rendering.renderer import Done, Event, Failure, parse_event

logger = logging.getLogger(__name__)

STALL_SECONDS = 30.0
GRACE_SECONDS = 0.8  # short, as people wait for a stop
LINE_BYTES = 64 * 1024
TAIL_BYTES = 8 * 1024  # of its standard error
# The only variables of the worker's environment that a renderer gets: no key, no password.
PASSED_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV")


class RendererFailed(Exception):
    """`str()` is for the operator's log. `frame`: the one that it could not render, from 0, if it named one."""

    def __init__(self, reason: str, frame: int | None = None) -> None:
        super().__init__(reason)
        self.frame = frame


async def run_renderer(command: Sequence[str], job: Path) -> AsyncGenerator[Event]:
    """Run a renderer; yields its events, `Done` last. Raises RendererFailed. The caller closes the generator."""
    async with _running([*command, str(job)], job.parent) as process:
        while True:
            event = await _next_event(process)
            if isinstance(event, Failure):
                raise RendererFailed(f"it reported {event.message!r}", event.frame)
            yield event
            if isinstance(event, Done):
                return


async def _next_event(process: Process) -> Event:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(STALL_SECONDS):
            line = await process.stdout.readline()
    except TimeoutError:
        raise RendererFailed(f"it wrote nothing for {STALL_SECONDS:g} s") from None
    except ValueError:
        raise RendererFailed(f"it wrote a line of more than {LINE_BYTES} bytes") from None
    if not line:
        raise RendererFailed("it ended before it was done")
    try:
        return parse_event(line)
    except ValueError:
        raise RendererFailed(f"it wrote a line that is no event: {line[:200]!r}") from None


@asynccontextmanager
async def _running(command: Sequence[str], folder: Path) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,  # never written to: its end tells the renderer that this worker has died
        stdout=PIPE,
        stderr=PIPE,
        limit=LINE_BYTES,
        start_new_session=True,
        cwd=settings.BASE_DIR,
        env=_environment(folder),
    )
    error_output = asyncio.create_task(_read_tail(process), name=f"error_output of renderer {process.pid}")
    try:
        yield process
    except RendererFailed as failed:
        await _end(process)
        written = (await error_output).decode(errors="replace")
        logger.warning("The renderer failed: %s (exit code %s). It wrote: %r", failed, process.returncode, written)
        raise
    finally:
        await _end(process)
        error_output.cancel()
        await asyncio.gather(error_output, return_exceptions=True)


async def _end(process: Process) -> None:
    """SIGTERM, and after the grace time SIGKILL for all of its session."""
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
        # Also where the grace time of a stop ends as a cancellation, as before Python 3.11.3.
        await _read_to_end(process)
        while process.returncode is None:  # `wait` would also wait for whoever holds its output
            await asyncio.sleep(0.01)


async def _read_to_end(process: Process) -> None:
    """asyncio stops reading what is not asked for: a process with such output would never be over."""
    assert process.stdout is not None
    with suppress(TimeoutError):  # who has left the session may hold it
        async with asyncio.timeout(GRACE_SECONDS):
            while await process.stdout.read(LINE_BYTES):
                pass


async def _read_tail(process: Process) -> bytes:
    assert process.stderr is not None
    tail = b""
    while data := await process.stderr.read(TAIL_BYTES):
        tail = (tail + data)[-TAIL_BYTES:]
    return tail


def _environment(folder: Path) -> dict[str, str]:
    """Temporary files of a browser or an encoder go into the build's folder."""
    passed = {name: os.environ[name] for name in PASSED_VARIABLES if name in os.environ}
    return passed | {"HOME": str(folder), "TMPDIR": str(folder)}
