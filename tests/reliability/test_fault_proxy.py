"""The line that breaks on command does what it is told to, and nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chatstream.testing.fault_proxy import FaultProxy


@pytest.fixture
async def proxy() -> AsyncIterator[tuple[FaultProxy, int, list[bytes]]]:
    """Before a server that says everything back; what it heard is in the list."""
    heard: list[bytes] = []

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            heard.append(data)
            writer.write(data)
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        line = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", port))
        async with line.listening() as entrance:
            yield line, entrance, heard


async def said_back(port: int, data: bytes, size: int) -> bytes:
    """The first `size` bytes that come back, or those that came before the line was cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    try:
        async with asyncio.timeout(10):
            return await reader.readexactly(size)
    except asyncio.IncompleteReadError as cut:
        return cut.partial
    except ConnectionError:
        return b""
    finally:
        writer.transport.abort()


async def test_untouched_it_is_just_a_line(proxy: tuple[FaultProxy, int, list[bytes]]) -> None:
    assert await said_back(proxy[1], b"hello", 5) == b"hello"


async def test_a_request_arrives_whose_answer_is_swallowed(proxy: tuple[FaultProxy, int, list[bytes]]) -> None:
    line, port, heard = proxy
    line.swallow()
    assert await said_back(port, b"append this", 1) == b""
    assert heard == [b"append this"]
    assert await said_back(port, b"hello", 5) == b"hello"


async def test_only_the_named_request_goes_unanswered(proxy: tuple[FaultProxy, int, list[bytes]]) -> None:
    line, port, heard = proxy
    line.lose_answers_to(b"COMMIT")
    assert await said_back(port, b"SELECT", 6) == b"SELECT"
    assert await said_back(port, b"COMMIT", 1) == b""
    assert heard == [b"SELECT", b"COMMIT"]
    assert await said_back(port, b"COMMIT", 6) == b"COMMIT"


async def test_it_is_cut_before_the_byte_that_was_named(proxy: tuple[FaultProxy, int, list[bytes]]) -> None:
    line, port, _ = proxy
    line.cut_after(4)
    assert len(await said_back(port, b"hello", 5)) <= 3
    assert await said_back(port, b"hello", 5) == b"hello"


async def test_half_open_it_takes_connections_and_says_nothing(proxy: tuple[FaultProxy, int, list[bytes]]) -> None:
    line, port, heard = proxy
    line.freeze()
    waiting = asyncio.create_task(said_back(port, b"hello", 5))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    assert heard == []
    line.thaw()
    assert await waiting == b"hello"
