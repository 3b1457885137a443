"""Django's cache on Valkey: allauth counts tries and remembers used codes in it, and each web server must see them.

Values are JSON, never pickles. Where Valkey is unavailable nothing is remembered, and nobody is locked out: as with all limits.
"""

import json
from typing import Any

from asgiref.sync import async_to_sync
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from redis.exceptions import RedisError

from chatstream.log.connection import get_client


class ValkeyCache(BaseCache):
    """`location` is not used: there is one Valkey."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        stored = self._ask(None, "GET", self._key(key, version))
        return default if stored is None else json.loads(stored)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask(None, "SET", self._key(key, version), json.dumps(value), *self._expiry(timeout))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        command = ("SET", self._key(key, version), json.dumps(value), "NX", *self._expiry(timeout))
        return self._ask(b"OK", *command) is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask(0, "DEL", self._key(key, version)))

    def _key(self, key: str, version: int | None) -> str:
        return f"projects:cache{self.make_and_validate_key(key, version=version)}"

    def _expiry(self, timeout: Any) -> tuple[str | int, ...]:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return () if seconds is None else ("PX", max(1, round(seconds * 1000)))

    def _ask(self, unavailable: Any, *command: Any) -> Any:
        try:
            return async_to_sync(_execute)(*command)
        except (RedisError, OSError):
            return unavailable


async def _execute(*command: Any) -> Any:
    return await get_client().execute_command(*command)  # type: ignore[no-untyped-call] # of redis-py
