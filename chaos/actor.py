"""One process that is broken on purpose."""

import asyncio
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from instance.child import Child
from instance.ports import HOST

START_SECONDS = 60.0

# What a small machine can take, and no limits on how much is asked.
_ENVIRONMENT = {
    "DEMO_WORD_SECONDS": "0.03",
    "LIMIT_REQUESTS_PER_MINUTE": "100000",
    "LIMIT_LIVE_RUNS": "10000",
    "LIMIT_CALLS_PER_MINUTE": "0",
    "LIMIT_PROJECTS_PER_MINUTE": "0",
    "LIMIT_STREAMS": "0",
    "LLM_MODEL": "demo",
}


@dataclass
class Actor(Child):
    """A child that can be killed, stopped and restarted; it dies with us even while it is stopped."""

    output: Path = Path(os.devnull)
    death_signal: signal.Signals = signal.SIGKILL
    port: int = 0

    def __post_init__(self) -> None:
        self.environment = {**_ENVIRONMENT, **self.environment}

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    async def restart(self) -> None:
        """SIGTERM, wait, start: as a deployment does it. Raises TimeoutError."""
        await asyncio.to_thread(self.stop, 15.0)
        await self.bring_back()

    async def bring_back(self) -> None:
        self.output.unlink(missing_ok=True)
        self.start()
        await self.until_up()

    async def until_up(self) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(START_SECONDS):
            while not await self._is_up():
                await asyncio.sleep(0.05)

    async def _is_up(self) -> bool:
        if not self.port:
            return self._has_started()
        try:
            _, writer = await asyncio.open_connection(HOST, self.port)
        except OSError:
            return False
        writer.close()
        return True

    def _has_started(self) -> bool:
        return not self.name.startswith("worker") or "Worker started.\n" in self.output.read_text(errors="replace")


def end_all(children: Sequence[Child]) -> None:
    for child in children:
        if child.process is not None and child.running:
            child.process.kill()  # SIGKILL ends a stopped process, too
            child.process.wait()
