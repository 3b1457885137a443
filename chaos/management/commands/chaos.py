import asyncio
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Coroutine
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from chaos.performance import Valkey, broken_promises, perform, summarize
from chaos.postgres import Postgres, own_postgres, require_postgres, url
from chaos.small.histories import Failure, catch_mutants, replay, run_histories, shrink_failure
from chaos.small.mutants import MUTANTS
from chaos.small.steps import format_steps, parse_steps
from chaos.valkeys import cluster_of_valkeys, one_valkey
from chatstream.cancellation import cancel_and_wait
from instance.ports import find_free_port
from instance.valkey import make_valkey, wait_for_valkey

T = TypeVar("T")

_PREFIX = "chatstream-chaos-"
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
QUICK_SECONDS = 10.0
QUICK_POSTGRES_SECONDS = 25.0  # there is more to break
QUICK_CLUSTER_SECONDS = 20.0
MUTANT_SEEDS = range(100)
SHOWN = 10
PORTION = 250  # histories between two words of progress

_HELP = """\
Prove that no event is lost: start an instance of its own in a temporary folder (Valkey, two web servers, two workers,
no model), let people chat over WebSocket and SSE, and meanwhile kill -9 a web server, a worker or Valkey, stop and
continue a worker, empty Valkey, lose its answers, half-open and slow lines, restart everything in turn. Clients and
workers write down what they saw and did; a checker that knows nothing of the code reads it. Then the same product with
one of its guards taken out (a mutant), for each guard: the checker must notice, or it has proved nothing.

--postgres: the same on a PostgreSQL that the command starts (it has to be installed). That one is broken too: answers to
COMMIT and other answers are lost, its line is cut and half-open, it restarts (immediate and fast), and somebody keeps
rows of running answers locked (SELECT … FOR UPDATE) for 10 s.

--cluster: the same on a cluster of six Valkeys: masters are killed, and their replicas take over; they fail over in order; keys
move to other nodes; a node is full, and all are emptied.

Progress is on stderr. stdout has one JSON object:
  clients, runs, events          who followed, how many answers, how many events they were sent
  kills                          processes killed with -9
  lost, duplicated, reordered    events, counted per client
  unfinished                     answers that never ended
  doubled_effects                changes of a tool beyond one per tool call, and results beyond one
  catch_up_p99_ms                from a lost connection to "you are caught up" (promised: 2 000)
  takeover_p99_ms                from the end of a worker to the next event of its answers (promised: 13 000)
  mutants_caught                 of 4

Exit code 0: every promise held. 1: one did not; stderr says which, and in which folder the history lies.
Nothing is left running, however it ends. The figures are of a machine that does nothing else."""


class Command(BaseCommand):
    help = _HELP

    def create_parser(self, *args: Any, **options: Any) -> Any:
        parser = super().create_parser(*args, **options)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=120.0, help="how long things are broken (default: 120)")
        parser.add_argument("--seed", type=int, help="what is broken in which order (default: another one each time)")
        parser.add_argument("--quick", action="store_true", help="all of it within 45 s, on PostgreSQL within 75 s")
        parser.add_argument(
            "--postgres", action="store_true", help="on a PostgreSQL that this command starts, and breaks like the rest"
        )
        parser.add_argument("--cluster", action="store_true", help="on a cluster of Valkeys, whose nodes are lost")
        parser.add_argument("--histories", type=int, metavar="N", help="instead: N random histories in one process")
        parser.add_argument(
            "--replay", metavar="STEPS", help="instead: one such history, as a failing seed was printed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VAR_DIR.name.startswith(_PREFIX):
            _start_again_elsewhere(with_postgres=options["postgres"])
        _end_on_signals()
        self.began = time.monotonic()
        seed = secrets.randbelow(10**6) if options["seed"] is None else options["seed"]
        broken: list[str] = ["it did not come to its end"]
        try:
            with ExitStack() as stack:
                self.postgres: Postgres | None = None
                if options["postgres"]:
                    self.postgres = stack.enter_context(_postgres())
                    stack.callback(connection.close)
                broken = self._break(options, seed)
        finally:
            if not broken:
                shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
        for problem in broken[:SHOWN]:
            self._report(f"BROKEN: {problem}")
        if broken:
            raise CommandError(
                f"{len(broken)} promises were broken (seed {seed}). The history is in {settings.VAR_DIR}."
            )

    def _break(self, options: dict[str, Any], seed: int) -> list[str]:
        """The promises that were broken."""
        call_command("migrate", verbosity=0)
        if options["replay"]:
            return self._replay(options["replay"])
        if options["histories"]:
            return self._run_histories(options["histories"], seed)
        quick = max(
            QUICK_SECONDS,
            QUICK_POSTGRES_SECONDS if self.postgres else 0.0,
            QUICK_CLUSTER_SECONDS if options["cluster"] else 0.0,
        )
        valkey = cluster_of_valkeys(settings.VAR_DIR / "cluster") if options["cluster"] else one_valkey()
        return self._run(quick if options["quick"] else options["seconds"], seed, valkey)

    def _run(self, seconds: float, seed: int, valkey: Valkey) -> list[str]:
        self._report(f"seed {seed}, {seconds:.0f} s of faults")
        folder = settings.VAR_DIR / "chaos"
        folder.mkdir()
        verdict, records, kills = _run(perform(folder, seconds, seed, self._report, valkey, self.postgres))
        self._report(f"{verdict.runs} answers, {verdict.events} events; now the mutants")
        result = summarize(verdict, records, kills, self._caught_mutants())
        self.stdout.write(json.dumps(result.as_dict()))
        return broken_promises(verdict, result, len(MUTANTS))

    def _caught_mutants(self) -> int:
        connection.close()  # it may be one that PostgreSQL has ended since
        caught = self._with_valkey(catch_mutants(MUTANT_SEEDS))
        for name, failure in caught.items():
            self._report(f"mutant “{name}”: " + (f"caught: {failure.problems[0][:100]}" if failure else "NOT caught"))
        return sum(failure is not None for failure in caught.values())

    def _run_histories(self, count: int, seed: int) -> list[str]:
        failures: list[Failure] = []
        for first in range(seed, seed + count, PORTION):
            seeds = range(first, min(first + PORTION, seed + count))
            failures += self._with_valkey(run_histories(seeds))
            self._report(f"{seeds.stop - seed} of {count} histories, {len(failures)} of them broke a promise")
        self.stdout.write(json.dumps({"histories": count, "broken": [failure.seed for failure in failures]}))
        if failures:
            small = self._with_valkey(shrink_failure(failures[0]))
            self._report(f"seed {small.seed} needs only: manage.py chaos --replay '{format_steps(small.steps)}'")
        return [f"seed {failure.seed}: {problem}" for failure in failures for problem in failure.problems]

    def _replay(self, text: str) -> list[str]:
        try:
            steps = parse_steps(text)
        except ValueError as error:
            raise CommandError(f"That is no history: {error}") from None
        return self._with_valkey(replay(steps)).problems  # type: ignore[no-any-return]

    def _with_valkey(self, work: Any) -> Any:
        """Run `work` beside a Valkey of its own."""
        child = make_valkey(settings.VAR_DIR / "valkey")
        child.start()
        try:
            wait_for_valkey(child)
            return _run(work)
        finally:
            child.stop(grace_seconds=5)

    def _report(self, text: str) -> None:
        self.stderr.write(f"{time.monotonic() - self.began:6.1f} s  {text}")
        self.stderr.flush()


def _start_again_elsewhere(with_postgres: bool) -> NoReturn:
    """The settings name the folder, the database and Valkey: this command's own ones, and no key of anybody's model."""
    if with_postgres:
        require_postgres()
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    database = url(find_free_port()) if with_postgres else ""
    own = {"VAR_DIR": folder, "DATABASE_URL": database, "REDIS_URL": "", "LLM_MODEL": "demo", "OPENAI_API_KEY": ""}
    os.environ.update(own, LOG_LEVEL="CRITICAL", PRODUCTION="false", DEBUG="false")
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - this very command


def _postgres() -> AbstractContextManager[Postgres]:
    """The one that the settings name. Not in VAR_DIR: that is ours alone, and root has to let another user run it."""
    return own_postgres(Path(f"{settings.VAR_DIR}-postgres"), int(settings.DATABASES["default"]["PORT"]))


def _run(work: Coroutine[Any, Any, T]) -> T:
    """asyncio.run, but signals end `work` as a task is ended.

    A KeyboardInterrupt out of the midst of the loop may lose the wake-up of a task, whose end is then waited for for ever.
    """
    try:
        return asyncio.run(_until_told(work))
    finally:
        _end_on_signals()  # the loop has taken its own handlers away


async def _until_told(work: Coroutine[Any, Any, T]) -> T:
    """Raises KeyboardInterrupt when everything of `work` has ended."""
    end_requested = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, end_requested.set)
    working, waiting = asyncio.create_task(work), asyncio.create_task(end_requested.wait())
    await asyncio.wait([working, waiting], return_when=asyncio.FIRST_COMPLETED)
    await cancel_and_wait(waiting)
    if working.done():
        return await working
    await cancel_and_wait(working)
    raise KeyboardInterrupt


def _end_on_signals() -> None:
    for number in _SIGNALS:
        signal.signal(number, _end)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
