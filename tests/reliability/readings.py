"""What an instance holds, read from outside: /proc of its processes, and what Valkey says of itself."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import redis

from chatstream.cancellation import cancel_and_wait
from config.socket_path import socket_path
from tests.instance import WEB, Instance

PARTS = (WEB, "worker", "valkey-server")

Reading = dict[str, int]


def read(instance: Instance) -> Reading:
    """One figure per name. Memory is in KiB; `sqlite` counts descriptors of the database and its log."""
    assert instance.process is not None
    pids = {"up": instance.process.pid} | {part: instance.pid_of(part) for part in PARTS}
    reading = {f"{part}: {name}": value for part, pid in pids.items() for name, value in _process(pid).items()}
    with redis.Redis.from_url(f"unix://{socket_path(instance.folder)}") as store:
        return reading | _valkey(store)


class Memory:
    """What the processes held over a time: MiB of each part, in columns."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._rows: list[tuple[float, list[int]]] = []

    @asynccontextmanager
    async def watched(self, every_seconds: float) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch(every_seconds))
        try:
            yield
        finally:
            await cancel_and_wait(watching)

    async def _watch(self, every_seconds: float) -> None:
        began = time.monotonic()
        while True:
            reading = read(self._instance)
            names = [*(f"{part}: memory" for part in PARTS), "Valkey: data"]
            self._rows.append((time.monotonic() - began, [reading[name] // 1024 for name in names]))
            await asyncio.sleep(every_seconds)

    def __str__(self) -> str:
        head = "| s | " + " | ".join(f"{part}, MiB" for part in (*PARTS, "data")) + " |\n|---|---|---|---|---|"
        return "\n".join([head, *(f"| {at:.0f} | {' | '.join(map(str, row))} |" for at, row in self._rows)])


def key_families(instance: Instance) -> Counter[str]:
    """How many keys of each kind there are; ids are written as `*`."""
    with redis.Redis.from_url(f"unix://{socket_path(instance.folder)}") as store:
        return Counter(family(key) for key in store.scan_iter())


def channels(instance: Instance) -> Counter[str]:
    """What anybody is subscribed to."""
    with redis.Redis.from_url(f"unix://{socket_path(instance.folder)}") as store:
        return Counter(family(channel) for channel in store.pubsub_channels())


def keys_for_ever(instance: Instance) -> set[bytes]:
    with redis.Redis.from_url(f"unix://{socket_path(instance.folder)}") as store:
        return {key for key in store.scan_iter() if store.ttl(key) == -1}


def family(key: bytes) -> str:
    ids = r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\{\d+\}|[\w.-]+#\d+|(?<=user )\d+"
    return re.sub(ids, "*", key.decode())


def _process(pid: int) -> Reading:
    folder = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
    files = [_target(link) for link in (folder / "fd").iterdir()]
    return {
        "memory": int(status["VmRSS"].split()[0]),
        "threads": int(status["Threads"]),
        "descriptors": len(files),
        "sqlite": sum("db.sqlite3" in file for file in files),
    }


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""  # closed meanwhile


def _valkey(store: redis.Redis) -> Reading:
    clients = [client for client in store.client_list() if client["cmd"] != "client|list"]
    subscribed = [client for client in clients if int(client["sub"]) + int(client["psub"])]
    return {
        "Valkey: connections": len(clients) - len(subscribed),
        "Valkey: subscribers": len(subscribed),
        "Valkey: channels": len(store.pubsub_channels()) + store.pubsub_numpat(),
        "Valkey: data": store.info("memory")["used_memory"] // 1024,
    }
