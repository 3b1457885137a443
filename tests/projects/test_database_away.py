"""A socket is opened while the database is away: it is told to come back, in a way that a browser can read."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from projects.database import off_loop
from projects.sockets import SocketUser
from projects.tokens import make_token
from tests.database_faults import database_away


async def never(*_: Any) -> None:
    pytest.fail("nobody was looked up, so nobody is let in")


@pytest.mark.parametrize("by", ["token", "session"])
async def test_a_handshake_is_answered_with_4000(alice: User, by: str) -> None:
    header = (b"authorization", f"Bearer {make_token(alice)}".encode())
    if by == "session":
        header = (b"cookie", b"sessionid=0123456789abcdefghijklmnopqrstuv")
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/ws/projects/", "headers": [header]}
    with database_away():
        await SocketUser(never)(scope, never, send)
    assert sent == [{"type": "websocket.accept"}, {"type": "websocket.close", "code": 4000}]
    assert await off_loop(User.objects.count)() == 1  # and it is there again
