"""All that bounds a person: their own limits, those of their groups, and those of everybody. From settings, and rows of Quota."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q

from projects.limits.allowance import MICRO, Cap, Measure
from projects.limits.limit import Limit
from projects.limits.rates import EVERYBODY
from projects.models import Quota

_DAILY: tuple[tuple[Measure, str, int], ...] = (("tokens", "tokens_per_day", 1), ("cost", "cost_per_day", MICRO))


@dataclass(frozen=True, slots=True)
class Bounds:
    """`rows`: the quotas of the person and of their groups. A name is that of a field of Quota; in the settings, LIMIT_NAME."""

    user_id: object
    rows: tuple[Quota, ...]

    def of(self, name: str) -> list[tuple[str, float]]:
        """Whom a limit counts (`user 5`, `group 2`, `all`) and how much they have; without those that have no limit."""
        groups = [row for row in self.rows if row.of == Quota.Of.GROUP]
        found = [
            (f"user {self.user_id}", self._own(name)),
            *((f"group {row.group_id}", getattr(row, name) or 0) for row in groups),
            (EVERYBODY, getattr(settings, f"LIMIT_ALL_{name.upper()}")),
        ]
        return [(who, most) for who, most in found if most]

    def limits(self, name: str, field: str, seconds: float) -> list[Limit]:
        """The sliding limits of `field`, each counted in a set called `name`."""
        return [Limit(name, who, int(most), seconds) for who, most in self.of(field)]

    def daily_caps(self, days: Iterable[date]) -> list[Cap]:
        return [
            Cap(measure, who, round(most * unit), day)
            for day in days
            for measure, name, unit in _DAILY
            for who, most in self.of(name)
        ]

    def _own(self, name: str) -> float:
        """What an operator has set for this very person; else the most generous of their groups; else the setting."""
        for of in (Quota.Of.USER, Quota.Of.MEMBER):
            values = [getattr(row, name) for row in self.rows if row.of == of and getattr(row, name) is not None]
            if values:
                return 0 if 0 in values else max(values)
        own: float = getattr(settings, f"LIMIT_{name.upper()}")
        return own


def read_bounds(user_id: object) -> Bounds:
    """One query. Blocks."""
    rows = Quota.objects.filter(Q(user_id=user_id) | Q(group__user=user_id))
    return Bounds(user_id, tuple(rows))
