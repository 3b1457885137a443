"""How long a provider asks us to wait."""

import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from orchestrator.llm.refusals.patterns import compile_words, join_lines
from orchestrator.llm.refusals.refusal import Refusal

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "秒": 1.0, "分": 60.0}
_UNIT = r"ms|milliseconds?|msecs?|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s(?![a-z])|秒|分钟?"  # longest first
_PART = rf"(\d+(?:\.\d+)?)\s*({_UNIT})(?![a-z])"
_ASKED = compile_words(
    rf"""(?:(?:try|retry|wait|again|available|resets?|reset_after|retry_after|delay|expires?|loading|estimated|在)\w*[^.\n\d]{{0,40}}?)
        ((?:\d+(?:\.\d+)?\s*(?:{_UNIT})(?![a-z])[\s,]*(?:and\s+)?)+|\d{{1,2}}:\d\d:\d\d)"""
)
_WITHOUT_UNIT = re.compile(r"(?i)retry[-_ ]?after['\"]?\s*[:=]\s*['\"]?(\d+(?:\.\d+)?)(?![\d.]*\s*[a-z])")
_FIELDS = compile_words(
    join_lines(
        r"""\\*"(retry_?-?delay|retry_?-?after(?:_?-?(?:ms|seconds|s))?|reset_?(?:after|in|s_in_seconds)?|resets_in_seconds
            |estimated_time|wait_?(?:time|seconds)?|x-ratelimit-reset(?:-\w+)?)\\*"\s*:\s*\\*"?([\d.]+\s*[a-z]*)"""
    )
)
_EPOCH = 1_000_000_000  # what is larger is a point in time, and larger by 1000, one in milliseconds
_LONGEST = 7 * 86400.0


def retry_after(refusal: Refusal) -> float | None:
    """Return the seconds after which the provider will answer again, None if it names none.

    Read from the headers (`retry-after`, `-ms`, `x-ratelimit-reset-…`), from fields of the body (Google's `retryDelay`), and from
    the words, in this order of trust.
    """
    return next((max(0.0, wait) for wait in _waits(refusal) if wait is not None and wait <= _LONGEST), None)


def _waits(refusal: Refusal) -> Iterator[float | None]:
    headers = refusal.headers
    yield _number(headers.get("retry-after-ms"), 0.001)
    yield _wait(headers.get("retry-after"))
    yield _wait(headers.get("x-retry-after"))
    for name, value in _FIELDS.findall(refusal.body):
        yield _wait(value, 0.001 if name.lower().endswith("ms") else 1.0)
    words = refusal.fields.words
    yield from (_duration(found) for found in _ASKED.findall(words))
    yield from (float(found) for found in _WITHOUT_UNIT.findall(words))
    yield _reset(headers)


def _reset(headers: Mapping[str, str]) -> float | None:
    """Of several limits, the ones that are used up; without a word about what remains, the first to reset."""
    named = {name: _wait(value) for name, value in headers.items() if "ratelimit" in name and "reset" in name}
    resets = {name: seconds for name, seconds in named.items() if seconds is not None}
    used_up = [s for name, s in resets.items() if headers.get(name.replace("reset", "remaining")) in ("0", "0.0")]
    return max(used_up) if used_up else min(resets.values(), default=None)


def _wait(value: str | None, unit: float = 1.0) -> float | None:
    """Seconds, `250ms`, `1m2.5s`, an HTTP or ISO date, a Unix time."""
    if not value:
        return None
    text = value.strip()
    number = _number(text, unit)
    if number is not None:
        return number - time.time() if number > _EPOCH else number
    return _duration(text) or _date(text)


def _number(value: str | None, unit: float) -> float | None:
    if value is None or not re.fullmatch(r"\d+(\.\d+)?", value.strip()):
        return None
    number = float(value)
    return number / 1000 if number > _EPOCH * 100 else number * unit


def _duration(text: str) -> float | None:
    if clock := re.fullmatch(r"(\d+):(\d\d):(\d\d)", text):
        hours, minutes, seconds = map(int, clock.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    parts = re.findall(_PART, text, re.IGNORECASE)
    return sum(float(number) * _UNITS[_short(unit.lower())] for number, unit in parts) if parts else None


def _short(unit: str) -> str:
    return "ms" if unit.startswith(("ms", "mil")) else unit[0]


def _date(text: str) -> float | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = read(text)
        except (ValueError, TypeError, IndexError):
            continue
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - time.time()
    return None
