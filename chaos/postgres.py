"""A PostgreSQL of the command's own, in a folder of its own: made, started, restarted, ended with all that is in it."""

import getpass
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT, SIGQUIT, Signals

import psycopg
from django.core.management.base import CommandError

from chaos.actor import START_SECONDS, Actor, end_all
from instance.processes import HOST

IMMEDIATE, FAST = SIGQUIT, SIGINT  # as a crash, and as an orderly end that waits for nobody
USER = "chat"
_OWNER = "postgres"  # whom Debian's package makes; the server refuses to be run by root
_BINARIES = "lib/postgresql/*/bin/initdb"


@dataclass
class Postgres(Actor):
    async def restart_by(self, number: Signals) -> None:
        """End it by this signal, and wait until it can be asked again."""
        assert self.process is not None
        self.signal(number)
        self.process.wait()  # nobody can be served meanwhile anyway
        await self.bring_back()

    async def _is_up(self) -> bool:
        try:
            connection = await psycopg.AsyncConnection.connect(url(self.port), connect_timeout=2)
        except psycopg.OperationalError:
            return False
        await connection.close()
        return True


@contextmanager
def own_postgres(folder: Path, port: int) -> Iterator[Postgres]:
    """A server on this port with an empty database; it has been started, and ends with its folder. Raises CommandError."""
    binaries, owner = require_postgres()
    folder.mkdir(mode=0o700)
    try:
        if owner:
            shutil.chown(folder, owner, owner)
        _make_database(binaries, folder, owner)
        server = Postgres(
            "PostgreSQL",
            _command(binaries, folder, port),
            output=Path(f"{folder}.log"),
            port=port,
            user=owner,
            folder=folder,
        )
        try:
            server.start()
            _wait_for(server)
            yield server
        finally:
            end_all([server])
            server.output.unlink(missing_ok=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def require_postgres() -> tuple[Path, str | None]:
    """Where PostgreSQL's programs are, and who has to run them (None: we). Raises CommandError with what to do."""
    found = shutil.which("initdb") or max(map(str, Path("/usr").glob(_BINARIES)), default=None)
    if found is None:
        raise CommandError("There is no PostgreSQL on this machine: install it (Debian: apt-get install postgresql).")
    if os.getuid() != 0:
        return Path(found).resolve().parent, None
    try:
        pwd.getpwnam(_OWNER)
    except KeyError:
        raise CommandError(
            f"PostgreSQL does not run as root, and there is no user {_OWNER}: run this as another user."
        ) from None
    return Path(found).resolve().parent, _OWNER


def url(port: int) -> str:
    return f"postgres://{USER}@{HOST}:{port}/postgres"


def _wait_for(server: Postgres) -> None:
    """Raises CommandError if it does not answer in time."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.running:
        try:
            psycopg.connect(url(server.port), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise CommandError(f"PostgreSQL did not start: {server.output.read_text(errors='replace').strip()[-500:]}")


def _make_database(binaries: Path, folder: Path, owner: str | None) -> None:
    options = ["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"]
    done = subprocess.run(  # noqa: S603 - our own command line
        [binaries / "initdb", "--pgdata", folder / "data", *options],
        cwd=folder,
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        who = owner or getpass.getuser()
        raise CommandError(f"PostgreSQL could not make a database in {folder} as {who}: {done.stderr.strip()}")


def _command(binaries: Path, folder: Path, port: int) -> list[str]:
    """No disk is waited for: what is broken here is its process, not the machine."""
    settings = {
        "port": port,
        "listen_addresses": HOST,
        "unix_socket_directories": folder,
        "fsync": "off",
        "max_connections": 300,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries / "postgres"), "-D", str(folder / "data"), *options]
