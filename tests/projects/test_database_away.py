"""While the database is away everybody is told to come back: a socket, a program, and a person who opens a page."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import AsyncClient

from chatstream.rows.database import off_loop
from config.outage_logging import StoreTrouble
from projects.access.sockets import SocketUser
from projects.access.tokens import make_token
from tests.database_faults import database_away


async def never(*_: Any) -> None:
    pytest.fail("nobody was looked up, so nobody is let in")


@pytest.mark.parametrize("by", ["token", "session"])
async def test_a_handshake_is_answered_with_4000(alice: User, by: str) -> None:
    header = (b"authorization", f"Bearer {await off_loop(make_token)(alice)}".encode())
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


@pytest.fixture
def log() -> Iterator[list[logging.LogRecord]]:
    """What the console is told."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.addFilter(StoreTrouble())
    handler.emit = records.append  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield records
    logging.getLogger().removeHandler(handler)


PAGES = ["/", "/projects/00000000-0000-4000-8000-000000000000/", "/admin/projects/project/"]
CALLS = ["/api/projects/", "/api/projects/00000000-0000-4000-8000-000000000000/events/"]


@pytest.mark.usefixtures("connections")
async def test_pages_and_programs_are_told_to_come_back_and_the_log_has_one_line(
    alice: User, log: list[logging.LogRecord]
) -> None:
    client = AsyncClient(raise_request_exception=False)
    await client.aforce_login(alice)
    with database_away():
        for path in PAGES:
            response = await client.get(path)
            assert (response.status_code, response["Retry-After"]) == (503, "5")
            assert "Back in a moment" in response.text
            assert response["Cache-Control"] == "no-store"
        for path in CALLS:
            response = await client.get(path)
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")
            assert response["Retry-After"]
        sent = await client.post("/sign-in/", {"login": "alice", "password": "x"})
        assert sent.status_code == 503
    assert [record.getMessage() for record in log] == ["Database unavailable: connection refused; retrying."]
    assert (await client.get("/")).status_code == 200


@pytest.mark.usefixtures("connections")
async def test_a_fault_of_ours_is_none_of_the_database(
    alice: User, log: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("projects.web.pages.listed_page")
    client = AsyncClient(raise_request_exception=False)
    await client.aforce_login(alice)
    response = await client.get("/")
    assert (response.status_code, "Something broke on our side" in response.text) == (500, True)
    assert [bool(record.exc_info) for record in log] == [True]
