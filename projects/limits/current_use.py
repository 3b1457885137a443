"""How much of what they may use a person has used: of the day, and of the storage. For the pages. Blocks."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from asgiref.sync import async_to_sync
from redis.exceptions import RedisError

from projects.limits.allowance import MICRO, read_uses
from projects.limits.bounds import Bounds, read_bounds
from projects.limits.storage import MB, stored_bytes

logger = logging.getLogger(__name__)

NOTABLE_PERCENT = 50


@dataclass(frozen=True, slots=True)
class CurrentUse:
    """`used` and `most` in tokens, US dollars, or MB; `of`: `user`, `group` or `all`."""

    measure: Literal["tokens", "cost", "stored"]
    of: str
    used: float
    most: float

    @property
    def percent(self) -> int:
        return min(100, int(100 * self.used / self.most))

    @property
    def is_notable(self) -> bool:
        """Whether it is shown beside the work."""
        return self.percent > NOTABLE_PERCENT


def current_uses(user_id: object) -> list[CurrentUse]:
    """All that is bounded. Without what is counted in Valkey while that is unavailable."""
    bounds = read_bounds(user_id)
    stored = [
        CurrentUse("stored", who.split()[0], stored_bytes(who) / MB, most) for who, most in bounds.of("stored_mb")
    ]
    return [*_of_today(bounds), *stored]


def fullest_use(user_id: object) -> CurrentUse | None:
    """What is used most of the day's allowance; None without one."""
    return max(_of_today(read_bounds(user_id)), key=lambda use: use.percent, default=None)


def _of_today(bounds: Bounds) -> list[CurrentUse]:
    caps = bounds.daily_caps([datetime.now(UTC).date()])
    if not caps:
        return []
    try:
        uses = async_to_sync(read_uses)(caps)
    except (RedisError, OSError):
        logger.info("Valkey unavailable: a page is shown without what was used today.")
        return []
    units = {"tokens": 1, "cost": MICRO}
    return [
        CurrentUse(
            each.cap.measure,
            each.cap.who.split()[0],
            *(n / units[each.cap.measure] for n in (each.used, each.cap.most)),
        )
        for each in uses
    ]
