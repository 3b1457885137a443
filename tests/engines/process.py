"""A program that the tests started, and that ends with them."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(command: list[str], output: Path, environment: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Yields the file that the program's output goes to; what it complains of goes to a file beside it."""
    with output.open("wb") as log, output.with_suffix(".errors").open("wb") as errors:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=errors)
    try:
        yield output
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
