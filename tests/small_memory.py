"""A Valkey that may use little more memory than it does."""

from collections.abc import Iterator

import pytest
import redis

from chatstream.log import memory

BALLAST = 20_000_000  # bytes, so that what connections need is a small part


class SmallMemory:
    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        client.setrange("ballast", BALLAST, "x")
        client.expire("ballast", 600)

    def use(self, share: float) -> None:
        """From now on, so much of what may be used is used."""
        used = self._client.info("memory")["used_memory"]
        self._client.config_set("maxmemory", int(used / share))

    def free(self) -> None:
        self._client.config_set("maxmemory", 0)


@pytest.fixture
def small_memory(valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallMemory]:
    """Of the Valkey of this process, which everybody asks anew each time."""
    monkeypatch.setattr(memory, "_FRESH_SECONDS", 0.0)
    small = SmallMemory(valkey)
    yield small
    small.free()
    valkey.delete("ballast")
