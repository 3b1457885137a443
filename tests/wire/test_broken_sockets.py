"""A client that breaks RFC 6455 is told so by a close code, on each web server; others are served, and no log has a traceback."""

import asyncio
import re
import struct
from contextlib import suppress

import websockets

from tests.instance import Person
from tests.wire.web_server import WebServer

CONTINUATION, TEXT, UNKNOWN, CLOSE, PING = 0, 1, 3, 8, 9


def frame(opcode: int, data: bytes = b"", *, first_byte: int = 0x80, mask: int = 0x80) -> bytes:
    """`first_byte`: the bits above the opcode. The mask is zero, so that the data stands there as it is."""
    length = bytes([mask | len(data)]) if len(data) < 126 else struct.pack("!BH", mask | 126, len(data))
    return bytes([first_byte | opcode]) + length + (bytes(4) if mask else b"") + data


BROKEN_TEXT = frame(TEXT, b"\xff")
NORMAL_CLOSE = frame(CLOSE, struct.pack("!H", 1000))

# What is sent after the handshake, and the codes that may come back; 1006: the line ends without one.
BROKEN: dict[str, tuple[bytes, set[int]]] = {
    "broken UTF-8": (BROKEN_TEXT, {1007}),
    "broken UTF-8 over two frames": (frame(TEXT, b"\xe2", first_byte=0) + frame(CONTINUATION, b"\xff"), {1007}),
    "broken UTF-8 twice": (BROKEN_TEXT * 2, {1007}),
    "broken UTF-8, then a close": (BROKEN_TEXT + NORMAL_CLOSE, {1000, 1007}),
    "an unknown opcode": (frame(UNKNOWN), {1002}),
    "no mask": (frame(TEXT, b"{}", mask=0), {1002}),
    "a reserved bit": (frame(TEXT, b"{}", first_byte=0xC0), {1002}),
    "a long ping": (frame(PING, bytes(126)), {1002}),
    "a ping in fragments": (frame(PING, first_byte=0), {1002}),
    "a continuation of nothing": (frame(CONTINUATION, b"{}"), {1002}),
    "a text in a text": (frame(TEXT, b"{", first_byte=0) + frame(TEXT, b"}"), {1002}),
    "a close of one byte": (frame(CLOSE, b"\x03"), {1002, 1006}),
    "a close with a code that nobody sends": (frame(CLOSE, struct.pack("!H", 1005)), {1002, 1006}),
    "a close whose reason is broken UTF-8": (frame(CLOSE, struct.pack("!H", 1000) + b"\xff"), {1007, 1006}),
    "a length without end": (struct.pack("!BBQ", 0x80 | TEXT, 0xFF, 2**63 - 1) + bytes(4), {1009}),
    "HTTP": (b"GET / HTTP/1.1\r\n\r\n", {1002}),
}

HANDSHAKE = {
    "Host": "127.0.0.1", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


def handshake(path: str, **headers: str | None) -> bytes:
    """`headers`: in place of its own, or beside them; None leaves one out."""
    given = HANDSHAKE | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items() if value is not None)]
    return "\r\n".join([*lines, "", ""]).encode()


BROKEN_HANDSHAKES = {
    "garbage": b"\x16\x03\x01\xff\r\n\r\n",
    "no key": handshake("/ws/", Sec_WebSocket_Key=None),
    "a version of the past": handshake("/ws/", Sec_WebSocket_Version="7"),
    "a subprotocol that is no ASCII": handshake("/ws/", Sec_WebSocket_Protocol="é"),
    "a header of 64 KiB": handshake("/ws/", X_Padding="x" * 65_536),
    "an address of 64 KiB": handshake("/ws/" + "x" * 65_536),
}


async def test_what_is_still_said_to_a_socket_that_closes_is_no_fault(server: WebServer, alice: Person) -> None:
    """Ten refusals are. Daphne waits a second for the client's own close, and looks for errors of the application each second."""
    project, before = await server.seen_by(alice).make_project(), server.output.read_text()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(handshake(f"/ws/projects/{project}/", **alice.headers))
    async with asyncio.timeout(10):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(frame(TEXT, b"nonsense") * 10 + frame(UNKNOWN))
        with suppress(ConnectionError):
            await reader.read()
    writer.transport.abort()
    assert server.output.read_text() == before


async def test_a_frame_that_breaks_the_protocol_closes_its_own_socket(server: WebServer, alice: Person) -> None:
    here = server.seen_by(alice)
    project, before = await here.make_project(), server.output.read_text()
    address = f"ws://127.0.0.1:{server.port}/ws/projects/{project}/"
    async with here.socket(project) as other:
        for name, (sent, codes) in BROKEN.items():
            async with websockets.connect(address, additional_headers=alice.headers, max_queue=None) as socket:
                socket.transport.write(sent)
                async with asyncio.timeout(10):
                    await socket.wait_closed()
                assert socket.close_code in codes, name
        for cut in (BROKEN_TEXT[:1], BROKEN_TEXT[:-1], frame(TEXT, b"{", first_byte=0)):
            async with websockets.connect(address, additional_headers=alice.headers) as socket:
                socket.transport.write(cut)
                socket.transport.abort()
        await other.send(type="stream")
        assert (await other.receive())["type"] == "snapshot"
    assert server.output.read_text() == before


async def test_a_handshake_that_breaks_the_protocol_ends_in_one_line_at_most(server: WebServer) -> None:
    for name, sent in BROKEN_HANDSHAKES.items():
        before = len(server.output.read_text())
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(sent)
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        assert re.match(rb"HTTP/1.1 [45]\d\d |\Z", answer), name
        assert len(server.output.read_text()[before:].splitlines()) <= 1, name


async def test_who_does_not_wait_for_the_answer_to_a_handshake_is_no_fault(server: WebServer, alice: Person) -> None:
    before = server.output.read_text()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(handshake(f"/ws/projects/{await alice.make_project()}/", **alice.headers) + b"\xff" * 1_000_000)
    with suppress(ConnectionError):  # uvicorn cuts it off
        async with asyncio.timeout(10):
            await reader.readline()
    writer.transport.abort()
    assert server.output.read_text() == before
