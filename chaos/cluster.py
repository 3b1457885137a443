"""The processes that chaos breaks: Valkey, or a cluster of six, two workers and two web servers, and lines between them.

Each web server, a single Valkey and, if there is one, PostgreSQL is reached through a proxy that can fail.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from chaos.actor import START_SECONDS, Actor, end_all
from chaos.postgres import Postgres, url
from chaos.valkey_cluster import ValkeyCluster
from chaos.valkeys import OneValkey
from chatstream.testing.fault_proxy import FaultProxy
from instance.ports import HOST, find_free_port
from instance.web_servers import DAPHNE, UVICORN, web_command


@dataclass
class Cluster:
    valkey: OneValkey | ValkeyCluster
    webs: list[Actor]
    web_lines: list[FaultProxy]
    addresses: list[str]
    workers: list[Actor]
    folder: Path
    postgres: Postgres | None = None
    database_line: FaultProxy | None = None

    @property
    def histories(self) -> list[Path]:
        return sorted(self.folder.glob("worker*.jsonl"))

    async def until_a_run_began(self) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(START_SECONDS):
            while not any(path.stat().st_size for path in self.histories):
                await asyncio.sleep(0.05)

    def busiest_worker(self) -> Actor:
        """The one that recorded something last: it has something to lose."""
        newest = max(self.histories, key=lambda path: path.stat().st_mtime_ns)
        return next(worker for worker in self.workers if worker.output.stem == newest.stem)


@asynccontextmanager
async def set_up(
    folder: Path, valkey: OneValkey | ValkeyCluster, postgres: Postgres | None = None
) -> AsyncIterator[Cluster]:
    """Start web servers and workers on stores that run already, and end them at the end of the context. Raises TimeoutError."""
    async with AsyncExitStack() as stack:
        stores = {"REDIS_URL": valkey.address}
        database_line = None
        if postgres is not None:
            database_line = FaultProxy(lambda port=postgres.port: asyncio.open_connection(HOST, port))  # type: ignore[misc]
            stores["DATABASE_URL"] = url(await stack.enter_async_context(database_line.listening()))
        workers = [make_worker(folder, number, stores) for number in (1, 2)]
        webs = [make_daphne(folder, stores), make_uvicorn(folder, stores)]
        stack.callback(end_all, [*webs, *workers])
        for actor in (*workers, *webs):
            actor.start()
        web_lines = [FaultProxy(lambda port=web.port: asyncio.open_connection(HOST, port)) for web in webs]  # type: ignore[misc]
        ports = [await stack.enter_async_context(each.listening()) for each in web_lines]
        await asyncio.gather(*[actor.until_up() for actor in (*workers, *webs)])
        addresses = [f"{HOST}:{port}" for port in ports]
        yield Cluster(valkey, webs, web_lines, addresses, workers, folder, postgres, database_line)


def make_worker(folder: Path, number: int, environment: Mapping[str, str]) -> Actor:
    history = folder / f"worker{number}.jsonl"
    command = [sys.executable, "-m", "chaos.recorded_worker", str(history)]
    return Actor(f"worker {number}", command, environment=environment, output=folder / f"worker{number}.log")


def make_daphne(folder: Path, environment: Mapping[str, str], name: str = "Daphne") -> Actor:
    return _make_web(name, DAPHNE, folder, environment)


def make_uvicorn(folder: Path, environment: Mapping[str, str], name: str = "uvicorn") -> Actor:
    return _make_web(name, UVICORN, folder, environment)


def _make_web(name: str, server: str, folder: Path, environment: Mapping[str, str]) -> Actor:
    port = find_free_port()
    command = web_command(server, HOST, port)
    return Actor(name, command, environment=environment, output=folder / f"{name}.log", port=port)
