"""A log, and whoever follows it in this process."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from chatstream.hub import Hub
from chatstream.log import get_log
from chatstream.resume import Position
from chatstream.subscription import Subscription

Follow = Callable[[Position], Subscription]


@pytest.fixture
def project() -> UUID:
    return uuid4()


@pytest.fixture
async def follow(connections: None, project: UUID) -> Follow:
    hub, log = Hub(get_log()), get_log()
    return lambda position: Subscription(hub, log, project, position)
