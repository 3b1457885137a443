"""What an operator asks first: is it ready, what runs, what failed, how fast is the first word, how full are the stores."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from redis.exceptions import RedisError

from chatstream.log.connection import get_masters
from chatstream.log.memory import Memory, read_memory
from chatstream.rows.database import off_loop
from operations.models import Run
from operations.readiness import Readiness, check_readiness
from operations.runs import RunState, ended_within, in_state
from projects.limits.rates import open_streams

HOUR = timedelta(hours=1)
SAMPLE = 10_000  # of the newest answers, which the percentiles are taken from


@dataclass(frozen=True, slots=True)
class RunCounts:
    """`failed`: in the last hour, by the code of the error. `first_token_ms`: p50 and p95 of those that ended in the last hour."""

    live: int
    queued: int
    stuck: int
    failed: dict[str, int]
    first_token_ms: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """`runs`, `valkey` and `open_streams` are None where the store did not answer; `readiness` says why.

    `open_streams`: WebSockets and event streams; None too if no limit counts them.
    """

    readiness: Readiness
    runs: RunCounts | None
    valkey: Memory | None
    open_streams: int | None

    def as_json(self) -> dict[str, object]:
        counts = self.runs
        return {
            **self.readiness.as_json(),
            "runs": counts and {name: getattr(counts, name) for name in RunCounts.__slots__},
            "valkey_bytes": self.valkey and self.valkey.used,
            "valkey_max_bytes": self.valkey and self.valkey.bound,
            "valkey_is_full": self.valkey is not None and self.valkey.is_full,
            "open_streams": self.open_streams,
        }


async def read_status() -> SiteStatus:
    """Raises nothing of a store that is away."""
    readiness = await check_readiness()
    counts = await off_loop(count_runs)() if readiness.database.ready else None
    memory, streams = await _ask_valkey() if readiness.valkey.ready else (None, None)
    return SiteStatus(readiness, counts, memory, streams)


def count_runs() -> RunCounts:
    """Five statements, each answered from an index, however many messages there are. Raises django.db.Error."""
    runs = Run.objects
    ended = runs.filter(ended_within(HOUR))
    codes = ended.filter(in_state(RunState.FAILED)).values_list("error__code", flat=True)
    times = ended.filter(first_token_ms__isnull=False).order_by("-finished").values_list("first_token_ms", flat=True)
    return RunCounts(
        live=runs.filter(in_state(RunState.LIVE)).count(),
        queued=runs.filter(in_state(RunState.QUEUED)).count(),
        stuck=runs.filter(in_state(RunState.STUCK)).count(),
        failed=dict(Counter(code or "unknown" for code in codes).most_common()),
        first_token_ms=_percentiles([time for time in times[:SAMPLE] if time is not None]),
    )


def _percentiles(values: list[int]) -> tuple[int, int] | None:
    if not values:
        return None
    values = sorted(values)
    return values[len(values) // 2], values[min(len(values) - 1, len(values) * 95 // 100)]


async def _ask_valkey() -> tuple[Memory | None, int | None]:
    """Its memory, that of its fullest node in a cluster; and how many streams are open."""
    try:
        memories = [await read_memory(master) for master in await get_masters()]
        return max(memories, key=lambda memory: (memory.share, memory.used)), await open_streams()
    except (RedisError, OSError):
        return None, None
