"""SIGTERM: a web server sends its readers away in order, a worker hands its answers on, `manage.py up` leaves nothing."""

import asyncio
import signal
from pathlib import Path

import pytest
import websockets

from tests.instance import Instance, Person
from tests.reliability.readers import answer_of, ask, check_answer, connected_readers
from tests.reliability.test_chaos_command import processes_of
from tests.wire.recording import sse
from tests.wire.web_server import Daphne, WebServer

pytestmark = pytest.mark.site

LONG = "write a 150 word voice-over about coffee"
SECONDS_TO_END = (
    5.0  # as long as `manage.py up` and the servers' own options give or less; the drain itself takes 2 at most
)


@pytest.fixture(scope="module")
def alice(fragile: Instance) -> Person:
    return fragile.make_user("alice")


@pytest.mark.parametrize(("kind", "exit_code"), [(Daphne, 0), (WebServer, -signal.SIGTERM)])
async def test_a_web_server_that_is_told_to_end_sends_readers_to_another_one_and_nobody_loses_an_event(
    fragile: Instance, alice: Person, kind: type[WebServer], exit_code: int
) -> None:
    project = await alice.make_project()
    server = await asyncio.to_thread(kind(fragile).__enter__)
    addresses = [f"127.0.0.1:{server.port}", f"127.0.0.1:{fragile.port}"]
    try:
        async with (
            connected_readers(alice, project, 5, event_sources=5, addresses=addresses) as readers,
            server.seen_by(alice).socket(project) as socket,
            sse(server.seen_by(alice), project) as chunks,
        ):
            await socket.send(type="stream")
            answer = await ask(alice, project, LONG)
            await readers.wait_for_words()
            server.process.terminate()
            async for _ in chunks:
                pass  # a response that is broken off raises
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await socket.until("finalized")
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4000
            assert await asyncio.to_thread(server.process.wait, SECONDS_TO_END) == exit_code
            assert answer not in readers.clients[0].ended, "the answer ended before the server did"
            await check_answer(alice, project, answer, readers)
            assert {client.cuts for client in readers.clients} == {1}
    finally:
        server.process.kill()
    assert (await answer_of(alice, project, answer))["attempt"] == 1


async def test_a_worker_that_is_told_to_end_hands_its_answer_on_and_that_is_no_attempt(
    fragile: Instance, alice: Person
) -> None:
    project = await alice.make_project()
    async with connected_readers(alice, project, 2) as readers:
        answer = await ask(alice, project, LONG)
        await readers.wait_for_words()
        await asyncio.to_thread(fragile.terminate, "worker")
        await check_answer(alice, project, answer, readers)
    row = await answer_of(alice, project, answer)
    assert row["attempt"] == 1
    assert len(row["content"].split()) == 150
    again = [r for r in readers.frames if r["frame"]["type"] == "status" and r["frame"]["status"] == "restarted"]
    assert len(again) == len(readers.clients), "the answer was not handed on"


@pytest.mark.parametrize("ending", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
async def test_an_instance_that_is_ended_in_mid_answer_leaves_no_process_and_goes_on_when_it_is_started_again(
    tmp_path: Path, ending: signal.Signals
) -> None:
    instance = Instance(tmp_path / "var", DEMO_WORD_SECONDS="0.03")
    try:
        await asyncio.to_thread(instance.start)
        alice = await asyncio.to_thread(instance.make_user, "alice")
        project = await alice.make_project()
        async with connected_readers(alice, project, 2) as readers:
            answer = await ask(alice, project, LONG)
            await readers.wait_for_words()
            assert instance.process is not None
            instance.process.send_signal(ending)
            assert await asyncio.to_thread(instance.process.wait, 30) == 0
            assert processes_of(str(instance.folder)) == []
            assert answer not in readers.clients[0].ended, "the answer ended before the instance did"
            await asyncio.to_thread(instance.start)
            await check_answer(alice, project, answer, readers)
        assert len((await answer_of(alice, project, answer))["content"].split()) == 150
    finally:
        await asyncio.to_thread(instance.stop)
