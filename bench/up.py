"""`manage.py up` as the bench starts it: the whole product on one machine, in a folder of the run."""

import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.bench_run import BenchRun
from instance.ports import find_free_port
from instance.process import wait_until


@dataclass(frozen=True, slots=True)
class Up:
    """`url` signs its reader in. `seconds`: from the start until the page behind it was there."""

    process: "subprocess.Popen[bytes]"
    url: str
    seconds: float

    @property
    def origin(self) -> str:
        return self.url.split("/sign-in")[0]


def start_up(run: BenchRun, folder: Path, environment: Mapping[str, str]) -> Up:
    port, log = find_free_port(), run.log("up")
    log.unlink(missing_ok=True)
    began = time.monotonic()
    stores = {"VAR_DIR": str(folder), "REDIS_URL": "", "DATABASE_URL": "", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "up", "--port", str(port)]
    process = run.start("up", command, {**stores, **environment})
    wait_until(lambda: b"Open http" in log.read_bytes(), 60, log.read_text)
    url = re.findall(r"Open (http\S+)", log.read_text())[-1]
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.open(url, timeout=30).read()
    return Up(process, url, time.monotonic() - began)


def end_up(run: BenchRun, up: Up) -> None:
    up.process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        up.process.wait(30)
    run.end(up.process)
