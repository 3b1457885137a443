import asyncio
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from chatstream.conf import setting
from chatstream.log.connection import connect_blocking

MESSAGE = "Count from one to one hundred, in words."


@contextmanager
def _empty_redis() -> Iterator[None]:
    """It is empty before and after. Raises CommandError if it is in use."""
    with connect_blocking(setting("REDIS_URL")) as redis:
        if redis.dbsize():
            raise CommandError("Redis has keys, and chaos empties it: name one in REDIS_URL that has none.")
        try:
            yield
        finally:
            redis.flushdb()


class Command(BaseCommand):
    requires_migrations_checks = True  # it says what is missing, where else everything would wait for it
    help = (
        "Break your own site while your responder answers: kill -9 for its workers and its web server, FLUSHDB, readers that are "
        "cut off. Then look whether every answer has ended, every reader has what the row has, and no tool has acted twice. It "
        "starts the processes itself, on the database and the Redis of the settings: Redis must be empty, and nothing else may "
        "run on them. It needs the extra `client`. It ends with 1 if a promise was broken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        module = os.environ["DJANGO_SETTINGS_MODULE"].rpartition(".")[0]
        web = f"{sys.executable} -m uvicorn {module}.asgi:application --port {{port}} --log-level error"
        worker = f"{sys.executable} -m django chatstream_worker"
        parser.add_argument("--answers", type=int, default=20, help="how many at least (default: %(default)s)")
        parser.add_argument("--streams", type=int, default=2, help="in which they are asked (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="how many (default: %(default)s)")
        parser.add_argument("--message", default=MESSAGE, help="what is asked (default: %(default)s)")
        parser.add_argument("--seconds", type=float, default=120, help="what an answer may take (default: %(default)s)")
        parser.add_argument("--seed", type=int, default=1, help="of the order of what is broken (default: %(default)s)")
        parser.add_argument("--web", default=web, help="starts the web server on {port} (default: %(default)s)")
        parser.add_argument("--worker", default=worker, help="starts a worker (default: %(default)s)")
        parser.add_argument(
            "--stream",
            default="chatstream.chaos.person.make_stream",
            help="your function that makes a stream for a user and returns its name (default: %(default)s)",
        )
        parser.add_argument(
            "--effects",
            default="chatstream.chaos.verdict.count_calls",
            help="your function that says how often the tools of an answer, by its id, have acted (default: %(default)s)",
        )

    def handle(self, **options: Any) -> None:
        from chatstream.chaos.breaking import Plan, break_everything  # they need the extra `client`
        from chatstream.chaos.person import person
        from chatstream.chaos.site import Site
        from chatstream.chaos.verdict import find_problems

        site = Site(options["web"], options["worker"], options["workers"])
        with _empty_redis(), person() as somebody:
            streams = [import_string(options["stream"])(somebody.user) for _ in range(options["streams"])]
            wanted = {name: options[name] for name in ("message", "answers", "seconds", "seed")}
            plan = Plan(cookie=somebody.cookie, streams=streams, **wanted)
            try:
                outcome = asyncio.run(break_everything(site, plan, self._print))
            finally:
                site.end()
            problems = find_problems(outcome, import_string(options["effects"]))
        for problem in problems:
            self.stderr.write(problem)
        answers = sum(map(len, outcome.answers.values()))
        readers = sum(map(len, outcome.readers.values()))
        self._print(f"{answers} answers, {readers} readers, {outcome.faults} faults, {len(problems)} problems.")
        if problems:
            raise CommandError("A promise was broken.")

    def _print(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
