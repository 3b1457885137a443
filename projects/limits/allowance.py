"""What may be used in a day (UTC): tokens, and US dollars where prices are known. Reserved before a model is called, settled after.

Each cap counts in Valkey, for a person, a group, or everybody. A call reserves all that it may use, or what is left of it, in one
script, so that two at once cannot both take the last of it. The reservation of a process that was killed ends with its run, or
by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from pathlib import Path
from typing import Literal

from chatstream.log.connection import get_client
from chatstream.log.script_batcher import Script
from chatstream.log.scripts import call_script

Measure = Literal["tokens", "cost"]
MICRO = 1_000_000  # costs are counted in millionths of a US dollar: Valkey adds whole numbers
EXPIRES_SECONDS = 3600.0  # longer than any answer is written, or waits for its turn
_KEPT_SECONDS = 2 * 86_400
_RESERVE, _SETTLE, _RELEASE = (
    Script((Path(__file__).parent / f"{name}.lua").read_text()) for name in ("reserve", "settle", "release")
)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` (tokens, or millionths of a US dollar) on `day`; `who`: `user 5`, `group 2` or `all`."""

    measure: Measure
    who: str
    most: int
    day: date

    @property
    def keys(self) -> list[str]:
        counts = f"limits:{{limits}}:{self.who}:{self.measure}:{self.day:%Y-%m-%d}"
        return [counts, f"{counts}:calls"]

    def seconds_left(self) -> int:
        """Until its day is over."""
        midnight = datetime.combine(self.day + timedelta(days=1), time(), UTC)
        return max(1, ceil((midnight - datetime.now(UTC)).total_seconds()))


@dataclass(frozen=True, slots=True)
class Amounts:
    """`cost` in millionths of a US dollar."""

    tokens: int = 0
    cost: int = 0

    def of(self, measure: Measure) -> int:
        return self.tokens if measure == "tokens" else self.cost


def amounts_of(tokens: int, cost: float | None) -> Amounts:
    """`cost` in US dollars. Where no price is known, no cost is counted."""
    return Amounts(tokens, round((cost or 0) * MICRO))


class UsedUp(Exception):
    """Nothing is left of `cap`. Where less is `used`, calls that go on hold the rest, and may not need it."""

    def __init__(self, cap: Cap, used: int) -> None:
        super().__init__(f"{cap.measure} of {cap.who}")
        self.cap = cap
        self.used = used


@dataclass(frozen=True, slots=True)
class Allowance:
    """The caps of one answer, which its caller has read for its person. `run` names it; its calls are named after it."""

    caps: Sequence[Cap]
    run: str

    @property
    def waiting(self) -> str:
        """The name of what is reserved before a worker has begun."""
        return f"{self.run}:waiting"

    async def reserve(self, call: str, wanted: Amounts) -> Amounts:
        """Reserve for `call` what is wanted, or what is left; returns that. Replaces what was reserved while it waited.

        Raises UsedUp, RedisError. Harmless to repeat.
        """
        if not self.caps:
            return wanted
        numbers = [number for cap in self.caps for number in (cap.most, wanted.of(cap.measure))]
        times = (round(EXPIRES_SECONDS * 1000), _KEPT_SECONDS * 1000)
        number, *answer = await call_script(_RESERVE, self._keys, [call, self.waiting, *times, *numbers])
        if number:
            raise UsedUp(self.caps[number - 1], answer[0])
        granted: dict[str, int] = {"tokens": wanted.tokens, "cost": wanted.cost}
        for cap, amount in zip(self.caps, answer, strict=True):
            granted[cap.measure] = min(granted[cap.measure], amount)
        return Amounts(**granted)

    async def settle(self, call: str, used: Amounts) -> None:
        """Raises RedisError. Harmless to repeat."""
        if self.caps:
            amounts = [used.of(cap.measure) for cap in self.caps]
            await call_script(_SETTLE, self._keys, [call, *amounts])

    async def release(self, used: Amounts | None = None) -> None:
        """End all that is reserved for the run. `used`: by its call whose process is gone; counted if something was reserved.

        Raises RedisError. Harmless to repeat.
        """
        if self.caps:
            amounts = [(used or Amounts()).of(cap.measure) for cap in self.caps]
            await call_script(_RELEASE, self._keys, [f"{self.run}:", *amounts])

    @property
    def _keys(self) -> list[str]:
        return [key for cap in self.caps for key in cap.keys]


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a cap is used, and held by calls that go on."""

    cap: Cap
    used: int
    held: int

    @property
    def left(self) -> int:
        return max(0, self.cap.most - self.used - self.held)


async def read_uses(caps: Sequence[Cap]) -> list[Use]:
    """Raises RedisError."""
    client, uses = get_client(), []
    for cap in caps:
        used, held = [int(await client.hget(cap.keys[0], name) or 0) for name in ("used", "held")]
        uses.append(Use(cap, used, held))
    return uses
