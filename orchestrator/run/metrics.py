"""What workers have done, in numbers that only rise: summed over all workers of a site, in one hash of Valkey.

So one scrape of any web server has the whole site, and a worker that is started anew takes nothing back. A worker that is killed
takes at most the counts of its last PUBLISH_SECONDS with it.
"""

import asyncio
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from chatstream.log.connection import get_client
from chatstream.log.script_batcher import Script
from chatstream.log.scripts import call_script
from chatstream.rows.outbox import run_if_possible

KEY = "orchestrator:metrics"
PUBLISH_SECONDS = 5.0
FORGET_SECONDS = 30 * 86_400  # without any worker
BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)  # seconds

_ADD = Script("""
-- ARGV  1 run id of this server (not needed)   2 seconds that the counts are kept   then each count's name, and what is added
for i = 3, #ARGV, 2 do redis.call('HINCRBYFLOAT', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('EXPIRE', KEYS[1], ARGV[2])
""")

Sample = tuple[str, tuple[tuple[str, str], ...]]  # a name, and its labels in their order


class Metrics:
    """The counts of this process that are not published yet."""

    def __init__(self) -> None:
        self._pending: defaultdict[Sample, float] = defaultdict(float)

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        self._pending[name, tuple(sorted(labels.items()))] += amount

    def observe(self, name: str, seconds: float) -> None:
        """A histogram: how many took at most so long, and how long all took together."""
        place = bisect_left(BUCKETS, seconds)
        self.count(f"{name}_bucket", le=str(BUCKETS[place]) if place < len(BUCKETS) else "+Inf")
        self.count(f"{name}_sum", seconds)

    async def publish(self) -> None:
        """Add to the site's counts. Raises RedisError; then the counts are published with the next."""
        pending, self._pending = self._pending, defaultdict(float)
        if not pending:
            return
        try:
            counts = [each for sample, amount in pending.items() for each in (json.dumps(sample), amount)]
            await call_script(_ADD, [KEY], [FORGET_SECONDS, *counts])
        except BaseException:
            for sample, amount in pending.items():
                self._pending[sample] += amount
            raise


metrics = Metrics()


async def publish_forever() -> None:
    """Publish until cancelled, and once more then."""
    try:
        while True:
            await asyncio.sleep(PUBLISH_SECONDS)
            await run_if_possible(metrics.publish())
    finally:
        await run_if_possible(metrics.publish())


async def read_counts() -> dict[Sample, float]:
    """The counts of all workers. Raises RedisError."""
    rows: Any = await get_client().hgetall(KEY)
    return {_sample(field): float(amount) for field, amount in rows.items()}


def _sample(field: bytes) -> Sample:
    name, labels = json.loads(field)
    return name, tuple((label, value) for label, value in labels)


def count_end(status: str, code: str, usage: Mapping[str, Any], first_token_ms: int | None, seconds: float) -> None:
    """Count a run that has ended: its status and code, tokens and cost, how soon its first word came, how long it took."""
    metrics.count("runs_ended", status=status, code=code)
    metrics.observe("run_seconds", seconds)
    if first_token_ms is not None:
        metrics.observe("first_word_seconds", first_token_ms / 1000)
    for direction in ("input", "output", "cached", "reasoning"):
        if tokens := usage.get(f"{direction}_tokens"):
            metrics.count("tokens", tokens, direction=direction)
    if cost := usage.get("cost"):
        metrics.count("cost_dollars", cost)
