"""Which caps a person has on a day: their own, and those of everybody."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from projects.limits.allowance import MICRO, Cap, Measure
from projects.limits.rates import EVERYBODY

_MEASURES: tuple[tuple[Measure, str, int], ...] = (
    ("tokens", "TOKENS_PER_DAY", 1),
    ("cost", "COST_PER_DAY", MICRO),
)


def daily_caps(user_id: object, days: Iterable[date]) -> list[Cap]:
    """Those that are set, on each of the days."""
    caps = [
        Cap(measure, who, round(getattr(settings, prefix + name) * unit), day)
        for day in days
        for measure, name, unit in _MEASURES
        for who, prefix in ((f"user {user_id}", "LIMIT_"), (EVERYBODY, "LIMIT_ALL_"))
    ]
    return [cap for cap in caps if cap.most]
