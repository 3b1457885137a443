"""Bodies are bounded before they are read, whichever web server it is: nobody who is unknown fills it or makes it wait."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from tests.instance import Instance, Person
from tests.wire.web_server import Daphne, WebServer

FORM = "Content-Type: application/x-www-form-urlencoded"
SMALL = 64 * 1024


@pytest.fixture(scope="module", params=[WebServer, Daphne], ids=["uvicorn", "daphne"])
def server(request: pytest.FixtureRequest, instance: Instance) -> Iterator[WebServer]:
    with request.param(instance, SLOW_CLIENT_SECONDS="2") as running:
        yield running


class Line:
    """A connection on which the test writes every byte itself."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def begin(self, path: str, *headers: str) -> None:
        """The head of a POST, and nothing of its body."""
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
        self.writer.write("\r\n".join(lines).encode())
        await self.writer.drain()

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send_chunk(self, data: bytes) -> None:
        await self.send(b"%x\r\n%s\r\n" % (len(data), data))

    async def answer(self) -> tuple[int, str]:
        """Status and body, as far as they have come when the server has closed the line."""
        async with asyncio.timeout(15):
            text = (await self.reader.read()).decode()
        return int(text.split()[1]), text.partition("\r\n\r\n")[2]


@asynccontextmanager
async def line_to(server: WebServer) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        yield Line(reader, writer)
    finally:
        writer.transport.abort()


@pytest.mark.parametrize("path", ["/sign-in/", "/admin/login/", "/api/projects/", "/nowhere/"])
async def test_a_strangers_large_body_is_refused_while_nothing_of_it_has_come(server: WebServer, path: str) -> None:
    async with line_to(server) as line:
        await line.begin(path, FORM, "Content-Length: 150000000")
        status, body = await line.answer()
    assert (status, "64 KiB" in body or "1024 KiB" in body) == (413, True)


@pytest.mark.parametrize("header", ["Cookie: sessionid=made-up", "Authorization: Bearer made-up"])
@pytest.mark.parametrize("size", [SMALL + 1, 5_000_000])
async def test_who_only_says_that_they_are_known_is_a_stranger(server: WebServer, header: str, size: int) -> None:
    path = "/api/projects/00000000-0000-0000-0000-000000000000/assets/"
    async with line_to(server) as line:
        await line.begin(path, header, f"Content-Length: {size}")
        status, body = await line.answer()
    assert (status, "64 KiB" in body) == (413, True)


async def test_a_body_that_does_not_say_how_long_it_is_is_refused_where_it_is_too_long(server: WebServer) -> None:
    async with line_to(server) as line:
        await line.begin("/sign-in/", FORM, "Transfer-Encoding: chunked")
        for _ in range(5):
            await line.send_chunk(b"a&" * (SMALL // 8))
        status, body = await line.answer()  # though more is to come
    assert (status, "64 KiB" in body) == (413, True)


async def test_a_form_of_a_strangers_usual_size_is_read(server: WebServer) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        page = await client.get("/sign-in/")
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[0]
        fields = {"csrfmiddlewaretoken": token, "login": "nobody", "password": "x" * 60_000}
        answer = await client.post("/sign-in/", data=fields, headers={"Origin": server.url})
    assert answer.status_code == 200
    assert "do not fit together" in answer.text


@pytest.mark.parametrize(
    ("path", "size", "word"), [("assets", 10_000_001, "10 MB"), ("share/poster", 4_000_001, "4 MB")]
)
async def test_a_file_that_is_too_large_for_everybody_is_refused_before_it_comes(
    server: WebServer, alice: Person, path: str, size: int, word: str
) -> None:
    project = await alice.make_project()
    async with line_to(server) as line:
        bearer = f"Authorization: {alice.headers['Authorization']}"
        await line.begin(f"/api/projects/{project}/{path}/", bearer, f"Content-Length: {size}")
        status, body = await line.answer()
    assert (status, word in body) == (413, True)


async def test_a_file_of_somebody_known_comes_through_in_pieces(server: WebServer, alice: Person) -> None:
    """Whether it is a picture is asked when it is there: it is read to its end."""
    project = await alice.make_project()
    async with server.seen_by(alice).http() as client:
        answer = await client.post(f"/api/projects/{project}/assets/", content=bytes(3_000_000))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert "no picture" in answer.json()["detail"]


async def test_who_sends_too_slowly_is_cut_off(server: WebServer) -> None:
    async with line_to(server) as line:
        await line.begin("/sign-in/", FORM, "Content-Length: 1000")
        await line.send(b"a=1")
        status, _ = await line.answer()
    assert status == 408


@pytest.mark.parametrize("sent", [b"", b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
async def test_who_does_not_come_to_the_end_of_a_head_is_cut_off(server: WebServer, sent: bytes) -> None:
    async with line_to(server) as line:
        await line.send(sent)
        async with asyncio.timeout(15):
            with suppress(ConnectionResetError):
                assert await line.reader.read() == b""
