"""resumable-stream (npm) on Node: the strongest thing that a user would pick for streams that outlive a connection."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.bench_run import BenchRun
from bench.product import Server
from instance.ports import find_free_port, is_listening
from instance.process import wait_until

FOLDER = Path(__file__).parent
INSTALL_SECONDS = 180


class NotHere(Exception):
    """It can't be measured on this machine; the text says why."""


def install() -> None:
    """Install the locked packages into `node_modules/`, unless they are there. Raises NotHere."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise NotHere("Node or npm is missing")
    installed = FOLDER / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime:
        return
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NotHere(f"npm ci failed: {(error.stderr or b'').decode()[-300:]}") from None


@contextmanager
def serving(run: BenchRun, valkey_url: str, upstream_url: str) -> Iterator[Server]:
    port = find_free_port()
    environment = {
        "PORT": str(port),
        "REDIS_URL": valkey_url,
        "OPENAI_BASE_URL": upstream_url,
        "OPENAI_API_KEY": "bench",
        "NODE_ENV": "production",
    }
    command = ["node", str(FOLDER / "server.mjs")]
    with run.running("resumable", command, {**os.environ, **environment}) as process:
        wait_until(lambda: is_listening(port), 30, run.log("resumable").read_text)
        yield Server(process.pid, port)
