"""A page of another domain: CORS for what it asks, and a ticket, used once, for a socket or an event stream."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
import redis
import websockets
from websockets import ConnectionClosed, InvalidStatus

from tests.instance import Instance, Person, Socket
from tests.wire.signed_in import signed_in
from tests.wire.web_server import WebServer

SHOP = "https://shop.example.org"


class Noting(WebServer):
    """uvicorn with its access log."""

    options = ("--log-level", "info")


@pytest.fixture(scope="module")
def server(instance: Instance) -> Iterator[WebServer]:
    with Noting(instance, CORS_ALLOWED_ORIGINS=SHOP, PYTHONUNBUFFERED="1") as server:
        yield server


@pytest.fixture
def dana(server: WebServer, alice: Person) -> Person:
    """Alice, at the server that lets the shop in."""
    return server.seen_by(alice)


async def ticket_of(person: Person) -> str:
    async with person.http() as client:
        answer = await client.post("/api/tickets/")
    assert (answer.status_code, answer.json()["expires_in"], answer.headers["Cache-Control"]) == (201, 60, "no-store")
    return answer.json()["ticket"]


@asynccontextmanager
async def socket_with(server: WebServer, project: str, ticket: str, **headers: str) -> AsyncIterator[Socket]:
    url = f"ws://127.0.0.1:{server.port}/ws/projects/{project}/?ticket={ticket}"
    async with websockets.connect(url, additional_headers={"Origin": SHOP, **headers}) as connection:
        yield Socket(connection)


async def code_of(socket: Socket, seconds: float = 10) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            await socket.receive(seconds)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def test_a_ticket_opens_one_socket_for_whoever_it_was_made_for(server: WebServer, dana: Person) -> None:
    project, ticket = await dana.make_project(), await ticket_of(dana)
    async with socket_with(server, project, ticket) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")
        await socket.initiate("Hello")
        await socket.until("finalized")
    async with socket_with(server, project, ticket) as again:
        assert await code_of(again) == 4501


async def test_a_ticket_opens_one_event_stream_and_nothing_else(server: WebServer, dana: Person) -> None:
    project, ticket = await dana.make_project(), await ticket_of(dana)
    async with httpx.AsyncClient(base_url=server.url, headers={"Origin": SHOP}) as nobody:
        assert (await nobody.get(f"/api/projects/{project}/?ticket={ticket}")).status_code == 401
        assert (await nobody.post("/api/tickets/", params={"ticket": ticket})).status_code in (401, 403)
        address = f"/api/projects/{project}/events/?ticket={ticket}"
        async with nobody.stream("GET", address) as events:
            assert events.status_code == 200
            assert events.headers["Access-Control-Allow-Origin"] == SHOP
            assert await anext(events.aiter_lines()) == "retry: 1000"
        assert (await nobody.get(address)).status_code == 401


async def test_a_ticket_is_nobodys_after_a_minute_and_is_kept_as_a_hash(
    dana: Person, server: WebServer, store: redis.Redis
) -> None:
    others = set(store.keys("chatstream:ticket:*"))
    project, ticket = await dana.make_project(), await ticket_of(dana)
    [key] = set(store.keys("chatstream:ticket:*")) - others
    assert ticket.encode() not in key + store.get(key)
    assert 0 < store.ttl(key) <= 60
    store.delete(key)  # as Valkey does when its time is over
    async with socket_with(server, project, ticket) as late:
        assert await code_of(late) == 4501


@pytest.mark.parametrize("origin", ["https://evil.example", "http://shop.example.org", "null"])
async def test_a_ticket_in_the_hands_of_another_page_opens_nothing(
    dana: Person, server: WebServer, origin: str
) -> None:
    project, ticket = await dana.make_project(), await ticket_of(dana)
    with pytest.raises(InvalidStatus) as refused:
        async with socket_with(server, project, ticket, Origin=origin):
            pass
    assert refused.value.response.status_code == 403
    async with socket_with(server, project, ticket) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")


async def test_a_page_of_another_domain_never_gets_in_with_a_cookie(instance: Instance, server: WebServer) -> None:
    with signed_in(instance) as browser:
        project = browser.make_project()
        async with socket_with(server, project, "made-up", Cookie=browser.cookie) as socket:
            assert await code_of(socket) == 4501
        answer = httpx.get(f"{server.url}/api/projects/", headers={"Origin": SHOP, "Cookie": browser.cookie})
        assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_what_ends_the_sign_in_ends_what_was_opened_with_its_ticket(
    instance: Instance, server: WebServer
) -> None:
    with signed_in(instance) as browser:
        project, ticket = browser.make_project(), browser.post("/api/tickets/").json()["ticket"]
        late = browser.post("/api/tickets/").json()["ticket"]
        async with socket_with(server, project, ticket) as socket:
            await socket.send(type="stream")
            await socket.until("snapshot")
            await asyncio.to_thread(browser.post, "/sign-out/")
            assert await code_of(socket) == 4000
        async with socket_with(server, project, late) as socket:
            assert await code_of(socket) == 4501, "a ticket is worth no more than the session it came from"


async def test_what_a_token_may_not_do_its_ticket_may_not_do_either(
    instance: Instance, server: WebServer, dana: Person
) -> None:
    project, other = await dana.make_project(), await dana.make_project()
    reader = server.seen_by(instance.make_token(dana, may_write=False, project_id=project))
    async with socket_with(server, project, await ticket_of(reader)) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")
        await socket.send(type="initiate", request_id=str(uuid.uuid4()), message="Hello")
        assert (await socket.until("request_error"))[-1]["code"] == "forbidden"
    async with socket_with(server, other, await ticket_of(reader)) as socket:
        assert await code_of(socket) == 4504


async def test_a_ticket_needs_a_sign_in(server: WebServer) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers={"Authorization": "Bearer made-up"}) as nobody:
        assert (await nobody.post("/api/tickets/")).status_code == 401


async def test_no_log_has_a_ticket(server: WebServer, dana: Person) -> None:
    project, one, two = await dana.make_project(), await ticket_of(dana), await ticket_of(dana)
    async with socket_with(server, project, one) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")
    address = f"{server.url}/api/projects/{project}/events/?last_event_id=1-1&ticket={two}"
    async with httpx.AsyncClient() as nobody, nobody.stream("GET", address) as events:
        assert events.status_code == 200
    log_text = server.output.read_text()
    assert f"/ws/projects/{project}/" in log_text
    assert "last_event_id=1-1" in log_text
    assert one not in log_text
    assert two not in log_text


# --- CORS -----------------------------------------------------------------------------------------------------------


async def preflight(server: WebServer, origin: str) -> httpx.Response:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    async with httpx.AsyncClient(base_url=server.url, headers={"Origin": origin, **asks}) as client:
        return await client.options("/api/tickets/")


async def test_an_allowed_page_may_ask_and_read(server: WebServer, dana: Person) -> None:
    asked = await preflight(server, SHOP)
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, SHOP)
    assert "authorization" in asked.headers["Access-Control-Allow-Headers"]
    async with dana.http() as client:
        for path, status in (("/api/projects/", 200), ("/api/nothing/", 404)):
            answer = await client.get(path, headers={"Origin": SHOP})
            assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, SHOP)
            assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://shop.example.org", "null", ""])
async def test_no_other_page_may(server: WebServer, dana: Person, origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in (await preflight(server, origin)).headers
    async with dana.http() as client:
        answer = await client.get("/api/projects/", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.headers["Vary"], "what a cache keeps for one page is not given to another"


async def test_pages_that_people_see_are_no_api(server: WebServer) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers={"Origin": SHOP}) as client:
        assert "Access-Control-Allow-Origin" not in (await client.get("/sign-in/")).headers
