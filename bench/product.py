"""Our product as the bench runs it: its data, its workers and its web servers, each a process that can be measured."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from bench.bench_run import BASE, BenchRun
from instance.ports import find_free_port, is_listening
from instance.process import wait_until
from instance.web_servers import web_command

START_SECONDS = 60.0
MADE_AT_ONCE = 700  # projects, at least: the start of a command costs two seconds

# Each project has an owner of its own, as in life: sockets of one user share their limits.
_MAKE = """
import json
from uuid import uuid4
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.auth.models import User
from django.db import transaction
from projects.models import Project
from projects.access.tokens import make_token
with transaction.atomic():
    users = User.objects.bulk_create([User(username=uuid4().hex, password="!") for _ in range(COUNT)])
    made = Project.objects.bulk_create([Project(owner=user, title="Bench", titled_by_person=True) for user in users])
    rows = [[str(project.pk), make_token(project.owner)] for project in made]
print("MADE" + json.dumps(rows))
"""


@dataclass(frozen=True, slots=True)
class Project:
    id: str
    token: str

    def client(self, **more: object) -> dict[str, object]:
        """The arguments of a follower of this project."""
        return {"path": f"/ws/projects/{self.id}/", "token": self.token, **more}


@dataclass(frozen=True, slots=True)
class Server:
    pid: int
    port: int


class Product:
    """Migrated data with many projects. `workers` and `web` are contexts: a figure starts what it measures."""

    def __init__(self, run: BenchRun, valkey_url: str, upstream_url: str) -> None:
        self.run = run
        self.environment = {
            "VAR_DIR": str(run.folder / "product"),
            "DATABASE_URL": "",
            "REDIS_URL": valkey_url,
            "SECRET_KEY": "bench",
            **{f"{kind}_BASE_URL": upstream_url for kind in ("CHAT", "OPENAI", "ANTHROPIC")},
            **{f"{kind}_API_KEY": "bench" for kind in ("CHAT", "OPENAI", "ANTHROPIC")},
            "LLM_MODEL": "chat:pace",
            "LLM_CONCURRENCY": "1000000",
            "DEBUG": "false",
            "PRODUCTION": "false",
            "LIMIT_REQUESTS_PER_MINUTE": "1000000",
            "LIMIT_LIVE_RUNS": "1000000",
            "LIMIT_CALLS_PER_MINUTE": "0",
        }
        (run.folder / "product").mkdir()
        self._fresh = self._make(MADE_AT_ONCE)

    def projects(self, count: int) -> list[Project]:
        """So many projects that no figure has used yet."""
        if len(self._fresh) < count:
            self._fresh += self._make(max(MADE_AT_ONCE, count))
        taken, self._fresh = self._fresh[:count], self._fresh[count:]
        return taken

    def _make(self, count: int) -> list[Project]:
        output = self.manage("shell", "--no-imports", "-c", _MAKE.replace("COUNT", str(count)))
        return [Project(*row) for row in json.loads(output.split("MADE", 1)[1])]

    @contextmanager
    def workers(self, count: int = 1, model: str = "chat:pace") -> Iterator[list[int]]:
        """Their process ids."""
        with ExitStack() as stack:
            yield [stack.enter_context(self._worker(number, model)) for number in range(count)]

    @contextmanager
    def _worker(self, number: int, model: str) -> Iterator[int]:
        log = self.run.log(f"worker{number}")
        before = log.stat().st_size if log.exists() else 0
        command = [sys.executable, "-u", "manage.py", "worker"]
        with self.run.running(log.stem, command, {**self.environment, "LLM_MODEL": model}) as process:
            wait_until(lambda: b"Worker started" in log.read_bytes()[before:], START_SECONDS, log.read_text)
            yield process.pid

    @contextmanager
    def web(
        self, server: str = "daphne", application: str = "config.asgi:application", **environment: str
    ) -> Iterator[Server]:
        """A web server, `daphne` or `uvicorn`, that serves us or, on the same settings, another application."""
        port = find_free_port()
        command = web_command(server, "127.0.0.1", port, application)
        with self.run.running(f"{server}-{application}", command, {**self.environment, **environment}) as process:
            log = self.run.log(f"{server}-{application}")
            wait_until(lambda: is_listening(port), START_SECONDS, log.read_text)
            yield Server(process.pid, port)

    def forget_runs(self) -> None:
        """End whatever runs were cut short, with no worker running, so that the next worker does not take them up."""
        with closing(sqlite3.connect(self.run.folder / "product" / "db.sqlite3", timeout=20)) as database, database:
            database.execute(
                "UPDATE projects_message SET status = 'cancelled', finished = created WHERE status IN ('pending', 'running')"
            )
            database.execute("DELETE FROM projects_outboxevent")

    def manage(self, *command: str) -> str:
        """The output of a management command."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=BASE,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout
