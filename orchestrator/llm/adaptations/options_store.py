"""The options of a model at an address, stored in Valkey for a day: other processes and restarts need not be refused again.

If the store is unavailable, a few requests are refused again; no answer fails.
"""

import hashlib
import json
import time

from redis.exceptions import RedisError

from chatstream.log.connection import get_client, outage
from orchestrator.llm.options import Options

TTL_SECONDS = 24 * 3600
_FRESH_SECONDS = 30.0  # how long this process trusts what it has read: another process may have stored newer options

_known: dict[str, tuple[float, str]] = {}


def options_key(base_url: str, model: str) -> str:
    """The Valkey key for the options of a model at an address."""
    digest = hashlib.sha256(f"{base_url.rstrip('/')}\n{model}".encode()).hexdigest()[:32]
    return f"orchestrator:lessons:{digest}"


async def load_options(key: str, profile: Options) -> Options:
    """Return `profile` with the stored changes; `profile` itself if the store is unavailable or its value unreadable."""
    stored = _read_cached(key)
    if stored is None:
        stored = await _read(key)
        _known[key] = (time.monotonic() + _FRESH_SECONDS, stored)
    try:
        return Options.from_json(json.loads(stored), profile)
    except ValueError:
        return profile


async def save_options(key: str, options: Options, profile: Options | None = None) -> None:
    """Store what differs from `profile`. If the store is unavailable, this process still keeps them."""
    text = json.dumps(options.to_json(profile))
    _known[key] = (time.monotonic() + _FRESH_SECONDS, text)
    try:
        await get_client().set(key, text, ex=TTL_SECONDS)
    except (RedisError, OSError) as problem:
        outage.record_failure(problem)


def _read_cached(key: str) -> str | None:
    until, text = _known.get(key, (0.0, ""))
    return text if time.monotonic() < until else None


async def _read(key: str) -> str:
    try:
        stored = await get_client().get(key)
    except (RedisError, OSError) as problem:
        outage.record_failure(problem)
        return _known.get(key, (0.0, "{}"))[1]
    return str(stored, "utf-8", "replace") if isinstance(stored, bytes) else "{}"
