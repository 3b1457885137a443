import fcntl
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from instance.ports import HOST, require_free_port
from instance.private_folder import make_private
from instance.processes import Processes, Stopped
from instance.readiness import (
    check_database,
    database_problems,
    missing_migrations,
    require_server_export,
    require_valkey,
)
from instance.web_servers import SERVERS, UVICORN
from projects.access.sign_in_links import make_link

DEMO_USER = "demo"


class Command(BaseCommand):
    help = (
        "Start everything on this machine: the embedded Valkey (unless REDIS_URL names another one), a worker and the "
        "web server; migrate the database; print a link that signs the demo user in. Ctrl-C ends all of it."
    )
    requires_system_checks = []  # they check the code, not this site, and would load all pages

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the web server listens (default: 8000)")
        parser.add_argument("--var", metavar="DIR", help="where the data is kept (default: $VAR_DIR, or var/)")
        parser.add_argument("--server", choices=SERVERS, default=UVICORN, help="the web server (default: uvicorn)")
        parser.add_argument("--no-worker", action="store_true", help="start no worker: you run `manage.py worker`")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["var"] and Path(options["var"]).resolve() != settings.VAR_DIR:
            _start_again_with(options["var"])
        if (warning := make_private()) is not None:
            self.stderr.write(warning)
        require_server_export()
        require_free_port(options["port"])
        with _only_one(settings.VAR_DIR):
            self._run(Processes(options["port"], options["server"], with_worker=not options["no_worker"]))

    def _run(self, processes: Processes) -> None:
        try:
            if settings.EMBEDDED_VALKEY:
                processes.start_valkey()
            else:
                require_valkey()
            with database_problems():
                check_database()
                if missing_migrations():  # the command takes a quarter of a second also when there is nothing to do
                    call_command("migrate", verbosity=0)
                address = _address(processes.port)
            os.environ["SIGN_IN_LINK_ORIGIN"] = _origin(processes.port)  # its web server prints the next links
            processes.start_rest()
            self._print(f"Open {address}\nModel: {settings.LLM_MODEL}. Ctrl-C ends everything.")
            if settings.LLM_MODEL != "demo":
                processes.run_once("model check", ["manage.py", "check-model", "--short", "--once"])
            processes.watch()
        except Stopped:
            self._print("\nEnding …")
        finally:
            processes.stop()

    def _print(self, text: str) -> None:
        """At once: whoever reads it through a pipe waits for it."""
        self.stdout.write(text)
        self.stdout.flush()


def _address(port: int) -> str:
    """The link that signs the demo user in; made at the first start, without a password."""
    user, created = get_user_model().objects.get_or_create(username=DEMO_USER)
    if created:
        user.set_unusable_password()
        user.save()
    return make_link(user, _origin(port))


def _origin(port: int) -> str:
    return f"http://{HOST}:{port}"


def _start_again_with(folder: str) -> None:
    """The settings were read for another folder; every process of this instance must see the same one."""
    os.environ["VAR_DIR"] = str(Path(folder).resolve())
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - this very command


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    with (folder / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"An instance is running in {folder} already: end it, or use another --var.") from None
        yield
