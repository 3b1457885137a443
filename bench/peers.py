"""Helper processes that are called by lines of JSON over standard input and output."""

import asyncio
import json
import os
import select
import sys
import time
from collections.abc import Mapping
from typing import Any, Self

from bench.bench_run import BenchRun


class Peer:
    """`python -m MODULE` as a child. `ask("name", …)` calls that method of the object that the module serves, and waits."""

    def __init__(
        self, run: BenchRun, module: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self._run = run
        self._name = module
        self._process = run.start(module, [sys.executable, "-m", module, *arguments], environment, pipes=True)
        self._rest = b""

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run.end(self._process)

    def ask(self, command: str, timeout: float = 60, **arguments: Any) -> Any:
        """The answer. Raises TimeoutError; RuntimeError with the end of its log if the child died."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": command, **arguments}).encode() + b"\n")
            self._process.stdin.flush()
            return json.loads(self._line(timeout, command))
        except (BrokenPipeError, EOFError):
            raise RuntimeError(f"{self._name} died: {self._run.log(self._name).read_text()[-2000:]}") from None

    def _line(self, timeout: float, command: str) -> bytes:
        assert self._process.stdout is not None
        end = time.monotonic() + timeout
        while b"\n" not in self._rest:
            if not select.select([self._process.stdout], [], [], max(0.0, end - time.monotonic()))[0]:
                raise TimeoutError(f"{self._name} did not answer {command!r} within {timeout} s")
            read = os.read(self._process.stdout.fileno(), 1 << 16)
            if not read:
                raise EOFError
            self._rest += read
        line, self._rest = self._rest.split(b"\n", 1)
        return line


async def serve(commands: Any) -> None:
    """The child's side: answer one command after another until standard input ends."""
    reader = asyncio.StreamReader(limit=1 << 26)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        answer = await getattr(commands, command.pop("do"))(**command)
        print(json.dumps(answer), flush=True)
