from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.accounts.person import server_loop


@pytest.fixture(autouse=True)
def stores(transactional_db: None, valkey: redis.Redis) -> Iterator[None]:
    """Requests are answered on threads, and tries are counted in Valkey."""
    with server_loop():
        yield


@pytest.fixture
def open_sign_up(settings: Any) -> None:
    settings.SIGN_UP = "open"


@pytest.fixture
def sign_up_by_invite(settings: Any) -> None:
    settings.SIGN_UP = "invite"
