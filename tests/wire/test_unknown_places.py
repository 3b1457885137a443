"""Addresses that lead nowhere are answered for good, in a sentence and one line of the log, on each web server."""

import asyncio
import re
import uuid

import httpx
import pytest
import websockets
from websockets.exceptions import ConnectionClosed

from tests.instance import Instance, Person
from tests.wire.web_server import WebServer

PLACES = [
    "/ws/projects/{project}",
    "/ws/projects/{project}/more/",
    "/ws/projects/",
    "/ws/",
    "/",
    "/socket.io/?EIO=4&transport=websocket",
    "/ws/projects/%ff%fe%00/",
    "/ws/projects/%E2%80%A8forged%20line",
    "//ws//projects//",
]
WITHOUT_SLASH = [
    "/api/projects",
    "/api/projects/{project}/messages",
    "/api/messages/{message}/stop",
    "/api/messages/{message}/retry",
]
VERBS = ["POST", "PUT", "PATCH", "DELETE"]


def logged(server: WebServer, before: int) -> list[str]:
    return server.output.read_text()[before:].splitlines()


@pytest.mark.parametrize("place", PLACES)
async def test_a_socket_of_an_unknown_path_is_closed_for_good(server: WebServer, alice: Person, place: str) -> None:
    project, before = await alice.make_project(), len(server.output.read_text())
    address = f"ws://127.0.0.1:{server.port}{place.format(project=project)}"
    async with websockets.connect(address, additional_headers=alice.headers) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4504
    assert len(logged(server, before)) <= 1


async def test_a_project_id_that_is_none_is_no_project(server: WebServer, alice: Person) -> None:
    for name in ("nonsense", "%00", "1" * 500):
        async with websockets.connect(
            f"ws://127.0.0.1:{server.port}/ws/projects/{name}/", additional_headers=alice.headers
        ) as socket:
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4504


@pytest.mark.parametrize("path", WITHOUT_SLASH)
@pytest.mark.parametrize("verb", VERBS)
async def test_what_changes_something_is_never_redirected(
    server: WebServer, alice: Person, verb: str, path: str
) -> None:
    """A client that follows a redirect sends a GET, without what it had to say."""
    path = path.format(project=await alice.make_project(), message=uuid.uuid4())
    async with httpx.AsyncClient(base_url=server.url, headers=alice.headers) as client:
        response = await client.request(verb, path, json={"title": "Mine"})
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"
    assert "slash" in response.json()["detail"]


async def test_who_only_reads_is_sent_to_the_right_address(server: WebServer, alice: Person) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers=alice.headers) as client:
        for verb in ("GET", "HEAD"):
            response = await client.request(verb, "/api/projects")
            assert (response.status_code, response.headers["Location"]) == (301, "/api/projects/")
        pages = await client.post("/sign-in", data={"username": "alice"})
    assert pages.status_code == 404


@pytest.mark.parametrize(
    ("verb", "path", "status", "code"),
    [
        ("GET", "/api/nothing/", 404, "not_found"),
        ("GET", "/api/messages/nonsense/", 404, "not_found"),
        ("GET", "/api/projects/%ff%fe/", 404, "not_found"),
        ("GET", "/api/projects/%00/", 404, "not_found"),
        ("GET", "/api/projects/?q=%00", 400, "invalid"),
        ("POST", "/api/messages/{message}/", 405, "method_not_allowed"),
        ("PUT", "/api/projects/", 405, "method_not_allowed"),
        ("GET", "/api/messages/{message}/stop/", 405, "method_not_allowed"),
    ],
)
async def test_the_api_answers_in_json_with_a_sentence(
    server: WebServer, alice: Person, verb: str, path: str, status: int, code: str
) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers=alice.headers) as client:
        response = await client.request(verb, path.format(message=uuid.uuid4()))
    assert (response.status_code, response.json()["type"], response.json()["code"]) == (status, "request_error", code)
    assert response.json()["detail"].endswith(".")
    if status == 405:
        assert response.headers["Allow"]


async def test_a_nul_is_looked_for_in_no_database(server: WebServer) -> None:
    """PostgreSQL fails on one: whoever asked would be told to come back, and the log have a traceback for each."""
    async with httpx.AsyncClient(
        base_url=server.url, headers={"Cookie": 'sessionid="\\000aaaaaaaaaaaaaaaa"'}
    ) as client:
        assert (await client.get("/film/%00/")).status_code == 404
        assert (await client.get("/api/projects/")).status_code == 401


@pytest.mark.parametrize("path", ["/", "/api/projects/", "/sign-in/"])
async def test_a_foreign_host_is_refused_in_one_line(server: WebServer, alice: Person, path: str) -> None:
    before = len(server.output.read_text())
    async with httpx.AsyncClient(base_url=server.url, headers={**alice.headers, "Host": "elsewhere.example"}) as client:
        assert (await client.get(path)).status_code == 400
    [line] = logged(server, before)
    assert "elsewhere.example" in line


async def test_a_handshake_that_cannot_be_read_is_refused_in_one_line(server: WebServer, alice: Person) -> None:
    before = len(server.output.read_text())
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    lines = [
        "GET /ws/ HTTP/1.1", "Host: 127.0.0.1", f"Authorization: {alice.headers['Authorization']}", "Upgrade: websocket",
        "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: é",
    ]  # fmt: skip
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    async with asyncio.timeout(10):
        assert re.match(rb"HTTP/1.1 [45]\d\d ", await reader.readline())
    writer.close()
    assert len(logged(server, before)) <= 1


def test_a_server_that_insists_on_a_lifespan_starts_and_ends(instance: Instance) -> None:
    class Insisting(WebServer):
        options = ("--lifespan", "on")

    with Insisting(instance) as running:
        pass
    assert running.output.read_text() == ""
    assert running.process.returncode in (0, -15)


async def test_a_frame_that_is_too_large_is_refused_by_us_and_a_huge_one_by_the_server(
    server: WebServer, alice: Person
) -> None:
    here = server.seen_by(alice)
    project = await here.make_project()
    async with here.socket(project) as socket:
        for size in (70_000, 1_100_000, 1_900_000):
            await socket.connection.send("x" * size)
            assert (await socket.receive())["code"] == "too_large"
        await socket.send(type="stream")
        assert (await socket.until("snapshot"))[-1]["messages"] == []
        with pytest.raises(ConnectionClosed) as closed:
            await socket.connection.send("x" * 3_000_000)
            await socket.until("nothing")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
