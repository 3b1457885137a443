"""Whoever reads with chatstream.client reads every event once and in order, whatever happens to the line."""

import asyncio
import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from chatstream.client import (
    Delta,
    Event,
    Finalized,
    MessageCreated,
    NotSignedIn,
    RequestRefused,
    Snapshot,
    State,
    Stream,
    StreamGone,
    SyncStream,
)
from chatstream.client.events import UnknownEvent, event_types, parse_event
from chatstream.testing.fault_proxy import FaultProxy
from chatstream.testing.reading import collect_until, drop_and_resume
from tests.answers.adopter import Person
from tests.answers.slow_model import TEXT
from tests.browser.narrow_proxy import narrow_proxy
from tests.child_process import BASE
from tests.clients.wrong_servers import DoublesADelta, Passing, SkipsAnEvent
from tests.docs.pages import block_after

pytestmark = pytest.mark.site


def stream_of(person: Person, port: int | None = None, **options: Any) -> Stream:
    url = f"http://127.0.0.1:{port or person.port}/api/streams/{person.stream}/"
    return Stream(url, **{"cookie": f"sessionid={person.session}", **options})


def words_of(events: list[Snapshot | Event], answer: object) -> str:
    return "".join(event.content for event in events if isinstance(event, Delta) and event.message_id == answer)


@pytest.fixture
async def line(alice: Person) -> AsyncIterator[tuple[FaultProxy, int]]:
    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", alice.port))
    async with proxy.listening() as port:
        yield proxy, port


def test_it_needs_no_django() -> None:
    script = "import sys, chatstream.client; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    environment = {"PATH": os.environ["PATH"]}
    assert subprocess.run([sys.executable, "-c", script], cwd=BASE, env=environment, check=False).returncode == 0


async def test_a_line_that_is_cut_again_and_again_costs_no_letter(alice: Person, line: tuple[FaultProxy, int]) -> None:
    proxy, port = line
    dice = random.Random(11)
    async with asyncio.timeout(60), stream_of(alice, port) as stream:
        asked = await stream.initiate("Hello")
        got: list[Snapshot | Event] = []
        while not (got and isinstance(got[-1], Finalized)):  # how many frames the words come in, the machine decides
            proxy.cut_after(dice.randrange(1, 300))  # fewer bytes than a frame of words and a connection anew
            got += await collect_until(stream, lambda event: isinstance(event, (Delta, Finalized)))
            await drop_and_resume(stream)
        assert words_of(got, asked.assistant_message_id) == TEXT
        assert stream.state.messages[str(asked.assistant_message_id)].content == TEXT
        assert proxy.cuts >= 2
        async with stream_of(alice) as control:
            await collect_until(control, lambda event: isinstance(event, Snapshot))
        assert seen(stream.state) == seen(control.state)


def seen(state: State) -> list[tuple[str, str, str]]:
    return [(each.id, each.content, each.status) for each in state.messages.values()]


@pytest.mark.parametrize("kind", [DoublesADelta, SkipsAnEvent])
async def test_what_a_line_doubles_or_leaves_out_is_noticed(alice: Person, kind: type[Passing]) -> None:
    async with asyncio.timeout(60), narrow_proxy(f"http://127.0.0.1:{alice.port}", kind) as proxy:
        async with Stream(f"{proxy.url}/api/streams/{alice.stream}/", cookie=f"sessionid={alice.session}") as stream:
            asked = await stream.initiate("Hello")
            got = await collect_until(stream, Finalized)
        assert words_of(got, asked.assistant_message_id) == TEXT


async def test_where_sockets_are_refused_it_goes_over_plain_http(alice: Person) -> None:
    async with asyncio.timeout(60), narrow_proxy(f"http://127.0.0.1:{alice.port}") as proxy:
        url = f"{proxy.url}/api/streams/{alice.stream}/"
        async with Stream(url, cookie=f"sessionid={alice.session}") as stream:
            request_id = uuid4()
            asked = await stream.initiate("Hello", request_id=request_id)
            assert await stream.initiate("Hello", request_id=request_id) == asked
            got = await collect_until(stream, Delta)
            await drop_and_resume(stream)
            got += await collect_until(stream, Delta)
            await stream.stop(asked.assistant_message_id)
            got += await collect_until(stream, Finalized)
            assert isinstance(got[-1], Finalized)
            assert (got[-1].status, got[-1].content) == ("cancelled", words_of(got, asked.assistant_message_id))
            assert proxy.upgrades >= 2


async def test_one_answer_alone_ends_with_it(alice: Person) -> None:
    async with asyncio.timeout(60), stream_of(alice) as stream:
        asked = await stream.initiate("Hello")
        async with stream_of(alice, answer=asked.assistant_message_id) as alone:
            types = [event.type async for event in alone]
        assert (types[0], types[-1]) == ("snapshot", "finalized")
        with pytest.raises(RequestRefused, match="blank"):
            await stream.initiate(" ")
        again = await stream.retry(asked.assistant_message_id)
        await collect_until(stream, lambda event: isinstance(event, MessageCreated) and event.retry_of is not None)
        await stream.stop(again.assistant_message_id)
        await collect_until(stream, lambda event: isinstance(event, Finalized) and event.status == "cancelled")


async def test_an_end_for_good_says_why(alice: Person) -> None:
    async with stream_of(alice, cookie=f"sessionid={uuid4()}") as stream:
        with pytest.raises(NotSignedIn):
            await anext(stream)
        with pytest.raises(NotSignedIn):
            await stream.initiate("Hello")
    url = f"http://127.0.0.1:{alice.port}/api/streams/{uuid4()}/"
    async with Stream(url, cookie=f"sessionid={alice.session}") as stream:
        with pytest.raises(StreamGone):
            await anext(stream)


async def test_a_script_needs_no_async(alice: Person) -> None:
    url = f"ws://127.0.0.1:{alice.port}/ws/streams/{alice.stream}/"

    def ask() -> str:
        with SyncStream(url, cookie=f"sessionid={alice.session}") as stream:
            answer = stream.initiate("Hello").assistant_message_id
            for event in stream:
                if isinstance(event, Finalized) and event.message_id == answer:
                    break
            return stream.state.messages[str(answer)].content

    assert await asyncio.to_thread(ask) == TEXT


async def test_the_example_of_the_readme_prints_the_answer(alice: Person, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(block_after("## From Python"), names)  # noqa: S102
    async with asyncio.timeout(60):
        await names["ask"](f"http://127.0.0.1:{alice.port}/api/streams/{alice.stream}/", f"sessionid={alice.session}")
    assert capsys.readouterr().out == TEXT


def test_what_a_newer_server_says_is_passed_on() -> None:
    frame = {"id": "7-1", "type": "delta", "ts": 1, "message_id": str(uuid4()), "content": "Hi", "colour": "red"}
    assert isinstance(parse_event(frame, event_types()), Delta)
    unknown = parse_event({**frame, "type": "paint"}, event_types())
    assert isinstance(unknown, UnknownEvent)
    assert (unknown.type, unknown.model_extra) == ("paint", {"content": "Hi", "colour": "red"})
