"""`python …` in a process of its own, forked from one that has loaded the libraries but nothing of ours.

To load them takes ten times as long as most commands, and tests run a hundred. To load what is ours takes three times as long,
so what is run for the same instance again and again is forked from a process that has done that too, with its environment.
"""

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
from typing import NoReturn, TextIO

from orchestrator.parent_death import signal_on_parent_death
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


def python(*arguments: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """What `python` with these arguments (`-m`, `-c` or a file) answers and prints. Raises subprocess.TimeoutExpired."""
    return _server().run(_RUN, arguments, environment)


def manage(*command: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """The same for `manage.py` with these arguments."""
    return python("manage.py", *command, environment=environment)


def manage_again(*command: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """The same, for whoever will have more to ask in this environment."""
    return _server().run(_RUN_AGAIN, ["manage.py", *command], environment)


_RUN, _RUN_AGAIN = "run", "run again"


class _ForkServer:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = start_child(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(
        self, how: str, command: Sequence[str], environment: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        pipes = self._process.stdin, self._process.stdout
        assert pipes[0] is not None
        assert pipes[1] is not None
        with self._lock:
            print(json.dumps([how, list(command), dict(environment)]), file=pipes[0], flush=True)
            if not select.select([pipes[1]], [], [], SECONDS)[0]:
                self.end()
                raise subprocess.TimeoutExpired([*command], SECONDS)
            return subprocess.CompletedProcess([*command], *json.loads(pipes[1].readline()))

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


class _LoadedProject:
    """A process that has loaded the project in an environment, and runs commands there as this one does."""

    def __init__(self, environment: dict[str, str]) -> None:
        (its_requests, requests), (answers, its_answers) = os.pipe(), os.pipe()
        if os.fork() == 0:
            signal_on_parent_death(signal.SIGKILL)
            _take_on(environment)
            import_module("django").setup()
            import_module("config.urls")  # and with it all that requests come to
            gc.freeze()
            os.close(requests)
            with open(its_requests) as lines, open(its_answers, "w") as out:
                _serve(lines, out)
            os._exit(0)
        os.close(its_requests)
        os.close(its_answers)
        self._requests, self._answers = open(requests, "w"), open(answers)  # noqa: SIM115 - as long as this process

    def run(self, command: list[str], environment: dict[str, str]) -> str:
        print(json.dumps([_RUN, command, environment]), file=self._requests, flush=True)
        return self._answers.readline() or _run(command, environment)  # which says why it cannot be loaded


def _serve(requests: TextIO, answers: TextIO) -> None:
    projects: dict[str, _LoadedProject] = {}
    while line := requests.readline():
        how, command, environment = json.loads(line)
        if how == _RUN:
            answer = _run(command, environment)
        else:
            key = json.dumps(environment, sort_keys=True)
            projects[key] = projects.get(key) or _LoadedProject(environment)
            answer = projects[key].run(command, environment)
        answers.write(answer)
        answers.flush()


def _run(command: list[str], environment: dict[str, str]) -> str:
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            _become(command, environment, output.fileno(), errors.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return json.dumps([code, *(_read(file) for file in (output, errors))]) + "\n"


def _become(command: list[str], environment: dict[str, str], output: int, errors: int) -> NoReturn:
    signal_on_parent_death(signal.SIGKILL)
    _take_on(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it lives as long as this process
    _run_main(command)
    sys.exit()


def _run_main(command: list[str]) -> None:
    """As `python` does with these arguments."""
    match command:
        case ["-m", module, *rest]:
            sys.argv = [module, *rest]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", code, *rest]:
            sys.argv = ["-c", *rest]
            exec(code, {"__name__": "__main__"})  # noqa: S102 - a test's own
        case [file, *rest]:
            sys.argv = [file, *rest]
            runpy.run_path(str(BASE / file), run_name="__main__")


def _take_on(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


def _read(file: "tempfile._TemporaryFileWrapper[bytes]") -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    for name in LIBRARIES:
        import_module(name)
    gc.freeze()  # what is here stays, and its pages stay shared
    _serve(sys.stdin, sys.stdout)
