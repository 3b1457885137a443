"""The clock of heartbeats: the database's, never that of the machine of a process. And times as clients get them."""

import os
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db import connection
from django.db.models import DateTimeField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # Linux; elsewhere a reboot is seen by the count that starts anew


def now(ago: float = 0.0) -> Combinable:
    """The database's time, `ago` seconds back, as an expression for a query.

    SQLite has no clock of its own: it asks the process that calls it. Its processes share one machine, so they share what
    counts the seconds there since the boot, which nobody can set and which stands still while the machine sleeps.
    """
    if connection.vendor != "sqlite":
        return Now() - timedelta(seconds=ago) if ago else Now()
    seconds = time.monotonic() + _offset(str(connection.settings_dict["NAME"])) - ago
    return Value(datetime.fromtimestamp(seconds, UTC), output_field=DateTimeField())


def to_milliseconds(moment: datetime) -> int:
    """Since 1970, as clients get times."""
    return round(moment.timestamp() * 1000)


@lru_cache(maxsize=4)
def _offset(database: str) -> float:
    """Wall clock minus monotonic clock, in seconds: the first process since the boot writes it beside the database."""
    file = Path(f"{database}.clock")
    boot = _BOOT_ID.read_text().strip() if _BOOT_ID.exists() else "-"
    known = _read(file, boot)
    if known is None:
        own = file.with_name(f"{file.name}.{os.getpid()}")
        own.write_text(f"{boot} {time.monotonic()!r} {time.time()!r}")
        os.replace(own, file)
        known = _read(file, boot)  # of two that come at once, the later one counts
    assert known is not None
    return known


def _read(file: Path, boot: str) -> float | None:
    try:
        written_at, counted, clock = file.read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    if written_at != boot or float(counted) > time.monotonic():
        return None
    return float(clock) - float(counted)
