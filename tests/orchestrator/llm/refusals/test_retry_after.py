"""How long a provider asks us to wait is understood in every form, from headers, fields and words."""

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate

import pytest

from orchestrator.llm.refusals import Refusal, retry_after


def wait(body="", **headers) -> float | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return retry_after(Refusal(429, body if isinstance(body, str) else json.dumps(body), named))


def error_body(message: str, **fields) -> dict:
    return {"error": {"message": message, **fields}}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "6"}, 6),
        ({"retry_after": "0.5"}, 0.5),
        ({"retry_after_ms": "250", "retry_after": "1"}, 0.25),
        ({"retry_after": "1h"}, 3600),
        ({"x_ratelimit_reset_requests": "1m2.5s"}, 62.5),
        ({"x_ratelimit_reset_tokens": "6ms"}, 0.006),
        ({"ratelimit_reset": "9"}, 9),
        ({"retry_after": "soon"}, None),
        ({"retry_after": "-3"}, None),
        ({}, None),
    ],
)
def test_headers_say_it(headers, seconds):
    assert wait(**headers) == (None if seconds is None else pytest.approx(seconds))


def test_of_several_limits_the_one_that_is_used_up_counts():
    headers = {"remaining_requests": "0", "reset_requests": "20s", "remaining_tokens": "100", "reset_tokens": "1s"}

    assert wait(**{f"x_ratelimit_{name}": value for name, value in headers.items()}) == 20


def points_in_time() -> list[str]:
    at = datetime.now(UTC) + timedelta(seconds=30)
    epoch = time.time() + 30
    return [
        formatdate(epoch, usegmt=True),
        at.isoformat().replace("+00:00", "Z"),
        str(int(epoch)),
        str(int(epoch * 1000)),
    ]


@pytest.mark.parametrize("form", range(4))
@pytest.mark.parametrize("header", ["retry_after", "x_ratelimit_reset"])
def test_a_point_in_time_is_a_wait(form, header):
    assert wait(**{header: points_in_time()[form]}) == pytest.approx(30, abs=2)


def test_a_point_in_time_that_is_past_is_no_wait():
    assert wait(retry_after=formatdate(time.time() - 60, usegmt=True)) == 0


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (error_body("Rate limit reached. Please try again in 20s. Visit us"), 20),
        (error_body("Please try again in 250ms."), 0.25),
        (error_body("Please try again in 7m12.5s."), 432.5),
        (error_body("Please try again in 6 seconds"), 6),
        (error_body("Please retry after 12 seconds."), 12),
        (error_body("Please retry in 17.5s."), 17.5),
        (error_body("Please try again after 1 seconds"), 1),
        (error_body("Limit resets in 2 minutes and 5 seconds"), 125),
        (error_body("wait 3 sec before sending more"), 3),
        (error_body("You can retry in 1 hour"), 3600),
        (error_body("retry_after: 5"), 5),
        (error_body("Too many requests. Retry-After: 8"), 8),
        (error_body("Available again in 00:01:30"), 90),
        (error_body("请在 6 秒后重试"), 6),
        ('data: {"error": {"message": "Try again in 3.2 s"}}', 3.2),
        (error_body("x", details=[{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "17s"}]), 17),
        (error_body("x", details=[{"retryDelay": "0.847655010s"}]), 0.847655010),
        ({"error": "loading", "estimated_time": 26.4}, 26.4),
        (error_body("x", resets_in_seconds=2000), 2000),
        (error_body("x", retry_after_ms=1500), 1.5),
        ({"retry_after": 5}, 5),
        (error_body("Max retries 3 exceeded"), None),
        (error_body("Limit 3, Used 3, Requested 1"), None),
        (error_body("Try again in 40 days"), None),  # no answer waits for that
    ],
)
def test_the_body_says_it(body, seconds):
    assert wait(body) == (None if seconds is None else pytest.approx(seconds))


def test_a_header_of_a_gateway_inside_the_body_counts_too():
    at = str(int((time.time() + 40) * 1000))

    assert wait(error_body("x", metadata={"headers": {"X-RateLimit-Reset": at}})) == pytest.approx(40, abs=2)
