"""What was learned about a model at an address, kept in Valkey for a day, so that each process and each restart need not ask anew.

A store that is away costs a few refused requests, no answer.
"""

import hashlib
import json
import time

from redis.exceptions import RedisError

from chatstream.log.connection import get_client, outage
from orchestrator.llm.options import Options

TTL_SECONDS = 24 * 3600
_FRESH_SECONDS = 30.0  # how long this process trusts what it has read: another one may have learned more

_known: dict[str, tuple[float, str]] = {}


def key(base_url: str, model: str) -> str:
    """Where a model at an address has its lessons."""
    digest = hashlib.sha256(f"{base_url.rstrip('/')}\n{model}".encode()).hexdigest()[:32]
    return f"orchestrator:lessons:{digest}"


async def load(key: str, profile: Options) -> Options:
    """`profile`, changed by what was learned. Raises nothing for a store that is away or holds nonsense."""
    stored = _fresh(key)
    if stored is None:
        stored = await _read(key)
        _known[key] = (time.monotonic() + _FRESH_SECONDS, stored)
    try:
        return Options.from_json(json.loads(stored), profile)
    except ValueError:
        return profile


async def save(key: str, options: Options, profile: Options | None = None) -> None:
    """Store what differs from `profile`. A store that is away is no error: this process knows it all the same."""
    text = json.dumps(options.to_json(profile))
    _known[key] = (time.monotonic() + _FRESH_SECONDS, text)
    try:
        await get_client().set(key, text, ex=TTL_SECONDS)
    except (RedisError, OSError) as problem:
        outage.failed(problem)


async def forget(key: str) -> None:
    """Begin again with the profile. Raises nothing."""
    _known.pop(key, None)
    try:
        await get_client().unlink(key)
    except (RedisError, OSError) as problem:
        outage.failed(problem)


def _fresh(key: str) -> str | None:
    until, text = _known.get(key, (0.0, ""))
    return text if time.monotonic() < until else None


async def _read(key: str) -> str:
    try:
        stored = await get_client().get(key)
    except (RedisError, OSError) as problem:
        outage.failed(problem)
        return _known.get(key, (0.0, "{}"))[1]
    return str(stored, "utf-8", "replace") if isinstance(stored, bytes) else "{}"
