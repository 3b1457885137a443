"""`manage.py …` in a process of its own, forked from one that has loaded the libraries but nothing of ours.

To load them takes ten times as long as most commands, and tests run a hundred.
"""

import ctypes
import gc
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

from tests.child_process import BASE, start_child

# None of them asks for Django's settings while it is loaded.
LIBRARIES = [
    *("channels.db", "channels.layers", "channels_redis.pubsub", "csp", "django_cleanup", "environ", "whitenoise"),
    *("django.contrib.admin", "django.contrib.auth.hashers", "django.contrib.auth.password_validation"),
    *("django.contrib.contenttypes", "django.contrib.staticfiles", "django.core.handlers.asgi"),
    *("django.core.management", "django.db.models", "django.test"),
    *("docket", "httpx", "jsonpatch", "PIL.Image", "psycopg", "pydantic", "redis.asyncio", "sqlite3"),
]
SECONDS = 60.0
_PR_SET_PDEATHSIG = 1  # prctl(2)


def manage(*command: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """What `manage.py` with these arguments answers and prints. Raises subprocess.TimeoutExpired."""
    return _server().run(command, environment)


class _ForkServer:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = start_child(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        pipes = self._process.stdin, self._process.stdout
        assert pipes[0] is not None
        assert pipes[1] is not None
        with self._lock:
            print(json.dumps([list(command), dict(environment)]), file=pipes[0], flush=True)
            if not select.select([pipes[1]], [], [], SECONDS)[0]:
                self.end()
                raise subprocess.TimeoutExpired(["manage.py", *command], SECONDS)
            return subprocess.CompletedProcess(["manage.py", *command], *json.loads(pipes[1].readline()))

    def end(self) -> None:
        _server.cache_clear()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@cache
def _server() -> _ForkServer:
    return _ForkServer()


def end_server() -> None:
    if _server.cache_info().currsize:
        _server().end()


# --- in the server ----------------------------------------------------------------------------------------------------


def _serve() -> None:
    for name in LIBRARIES:
        import_module(name)
    gc.freeze()  # what is here stays, and its pages stay shared
    while line := sys.stdin.readline():
        command, environment = json.loads(line)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            child = os.fork()
            if child == 0:
                return _become(command, environment, output.fileno(), errors.fileno())
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            sys.stdout.write(json.dumps([code, *(_read(file) for file in (output, errors))]) + "\n")
            sys.stdout.flush()


def _become(command: list[str], environment: dict[str, str], output: int, errors: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it lives as long as this process
    sys.argv = ["manage.py", *command]
    runpy.run_path(str(BASE / "manage.py"), run_name="__main__")


def _read(file: "tempfile._TemporaryFileWrapper[bytes]") -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    _serve()
