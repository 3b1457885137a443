"""Tests here stand on what others stand on."""

import gc
import os
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings

from tests.orchestrator.paint_tools import paint

__all__ = ["paint"]

# Where no PostgreSQL is: tests/with_postgres has one.
collect_ignore = [] if os.environ.get("TEST_DATABASE_URL") else ["test_on_postgres.py"]


@pytest.fixture(autouse=True)
def nobody_listens_on(request: pytest.FixtureRequest) -> Iterator[None]:
    """Readers that a history has killed leave subscriptions behind, which other tests would find."""
    yield
    if "valkey" in request.fixturenames:
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.client_kill_filter(_type="pubsub")
        gc.collect()  # so that a connection whose owner was killed is complained of here, where that is expected
