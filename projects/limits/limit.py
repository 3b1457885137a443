"""Sliding limits: each is a sorted set in Valkey whose entries expire.

One script checks all limits of an act, and adds its entry to all of them or to none. The keys of all sets share a hash tag.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil
from pathlib import Path
from uuid import uuid4

from chatstream.log.script_batcher import Script
from chatstream.log.scripts import call_script

_ENTER, _REFUND = (Script((Path(__file__).parent / f"{name}.lua").read_text()) for name in ("enter", "refund"))
_PREFIX = "limits:{limits}"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` entries at a time (0: any number) in the set `name` of `who`; each expires after `seconds`."""

    name: str
    who: str
    most: int
    seconds: float

    @property
    def key(self) -> str:
        return f"{_PREFIX}:{self.who}:{self.name}"


class Full(Exception):
    """`limit` is reached; its oldest entry expires in `retry_after` seconds."""

    def __init__(self, limit: Limit, retry_after: int) -> None:
        super().__init__(limit.name)
        self.limit = limit
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An act that is counted. Two entries of the same `name` count once; `call` tells them apart."""

    limits: Sequence[Limit]
    name: str = field(default_factory=lambda: uuid4().hex)
    call: str = field(default_factory=lambda: uuid4().hex)

    @property
    def keys(self) -> list[str]:
        return [
            *(limit.key for limit in self.counted),
            f"{_PREFIX}:calls:{sha256(self.name.encode()).hexdigest()[:32]}",
        ]

    @property
    def counted(self) -> list[Limit]:
        return [limit for limit in self.limits if limit.most]

    async def enter(self) -> None:
        """Count it in all limits. Raises Full, RedisError. Harmless to repeat."""
        counted = self.counted
        if not counted:
            return
        numbers = [number for limit in counted for number in (limit.most, ceil(limit.seconds * 1000))]
        full, wait_ms = await call_script(_ENTER, self.keys, [self.name, self.call, *numbers])
        if full:
            raise Full(counted[full - 1], max(1, ceil(wait_ms / 1000)))

    async def refund(self) -> None:
        """Refund it: delete the entries of this call, not those of an equal one. Raises RedisError. Harmless to repeat."""
        if self.counted:
            await call_script(_REFUND, self.keys, [self.name, self.call])
