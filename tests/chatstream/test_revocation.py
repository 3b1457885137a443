"""Whoever has lost the right to follow a project is found, soon and cheaply, and their stream ends."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator

from chatstream.backend import get_backend
from chatstream.follow import hints, revocation
from chatstream.follow.grant import Grant, Revocation
from chatstream.follow.revocation import Revocations, get_revocations
from tests.chatstream.stub_backend import StubBackend

ALICE, BOB = 1, 2


class Asked(StubBackend):
    """Notes what it is asked, and is away while `away`."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[int] = []
        self.away = False
        self.was_asked = asyncio.Condition()

    async def find_revoked(self, grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
        async with self.was_asked:
            self.questions.append(len(grants))
            self.was_asked.notify_all()
        if self.away:
            raise ConnectionError("the database is away")
        return await super().find_revoked(grants)

    async def asked(self, times: int) -> None:
        async with asyncio.timeout(10), self.was_asked:
            await self.was_asked.wait_for(lambda: len(self.questions) >= times)


class Stream:
    """An open stream that notes how it ended."""

    def __init__(self, user_id: int, project: str) -> None:
        self.grant = Grant(user_id, None, project)
        self.ended: list[Revocation] = []
        self.has_ended = asyncio.Event()

    async def revoke(self, why: Revocation) -> None:
        self.ended.append(why)
        self.has_ended.set()

    async def ends(self) -> Revocation:
        await asyncio.wait_for(self.has_ended.wait(), 10)
        return self.ended[0]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Asked:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    monkeypatch.setattr(revocation, "_ROUND_SECONDS", 0.02)
    asked = Asked()
    monkeypatch.setattr(revocation, "get_backend", lambda: asked)
    return asked


@pytest.fixture
async def watched(backend: Asked) -> AsyncIterator[Revocations]:
    """Those of an own process; afterwards nothing of them runs."""
    revocations = Revocations()
    yield revocations
    assert not [task for task in asyncio.all_tasks() if "revocations" in task.get_name()]


async def test_a_lost_right_is_found_at_the_next_check(watched: Revocations, backend: Asked, settings: Any) -> None:
    settings.CHATSTREAM = {**settings.CHATSTREAM, "CHECK_SECONDS": 0.1}
    mine, other = Stream(ALICE, uuid4()), Stream(ALICE, uuid4())
    async with watched.watch(mine.grant, mine.revoke), watched.watch(other.grant, other.revoke):
        await backend.asked(1)
        assert not mine.ended
        backend.revoked[mine.grant.stream] = "gone"
        assert await mine.ends() == "gone"
        await backend.asked(len(backend.questions) + 3)
    assert (mine.ended, other.ended) == (["gone"], [])


async def test_two_thousand_streams_are_a_few_questions(watched: Revocations, backend: Asked, settings: Any) -> None:
    settings.CHATSTREAM = {**settings.CHATSTREAM, "CHECK_SECONDS": 0.02}  # due in the first round, all of them
    async with AsyncExitStack() as stack:
        streams = [Stream(ALICE, uuid4()) for _ in range(2000)]
        for stream in streams:
            await stack.enter_async_context(watched.watch(stream.grant, stream.revoke))
        backend.questions.clear()
        settings.CHATSTREAM = {**settings.CHATSTREAM, "CHECK_SECONDS": 3600.0}
        await backend.asked(4)
        assert max(backend.questions) <= 500
        assert len(backend.questions) <= 8


def test_streams_that_began_together_are_not_asked_about_together() -> None:
    async def due() -> list[float]:
        now = asyncio.get_running_loop().time
        return sorted(revocation._next_check() - now() for _ in range(200))

    waits = asyncio.run(due())
    assert waits[-1] + revocation._ROUND_SECONDS <= revocation.check_seconds() == 15.0
    assert waits[-1] - waits[0] > 3


async def test_tabs_of_one_sign_in_are_one_grant(watched: Revocations, backend: Asked) -> None:
    project = str(uuid4())
    tabs = [Stream(ALICE, project) for _ in range(3)]
    backend.revoked[project] = "gone"
    async with AsyncExitStack() as stack:
        for tab in tabs:
            await stack.enter_async_context(watched.watch(tab.grant, tab.revoke))
        await hints.check_stream(project)
        assert [await tab.ends() for tab in tabs] == ["gone"] * 3
    assert backend.questions == [1]


async def test_a_hint_of_a_project_asks_at_once_and_about_it_alone(watched: Revocations, backend: Asked) -> None:
    mine, other = Stream(ALICE, uuid4()), Stream(ALICE, uuid4())
    async with watched.watch(mine.grant, mine.revoke), watched.watch(other.grant, other.revoke):
        await hints.check_stream(mine.grant.stream)
        await backend.asked(1)
        assert (backend.questions, mine.ended) == ([1], []), "it is still there"


async def test_a_hint_of_a_user_ends_their_streams_and_no_others(watched: Revocations, backend: Asked) -> None:
    project = str(uuid4())
    mine, his = Stream(ALICE, project), Stream(BOB, project)
    async with watched.watch(mine.grant, mine.revoke), watched.watch(his.grant, his.revoke):
        await hints.check_again(ALICE)
        assert await mine.ends() == "check_again"
        assert not his.ended


async def test_a_database_that_is_away_is_no_verdict(
    watched: Revocations, backend: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    backend.away = True
    mine = Stream(ALICE, uuid4())
    async with watched.watch(mine.grant, mine.revoke):
        await hints.check_stream(mine.grant.stream)
        await backend.asked(4)
        assert not mine.ended
        assert len(caplog.records) == 1, "one line for all rounds"
        assert caplog.records[0].exc_info is None
        backend.revoked[mine.grant.stream] = "signed_out"
        backend.away = False
        assert await mine.ends() == "signed_out"


async def test_a_stream_that_cannot_be_told_holds_up_no_other(watched: Revocations, backend: Asked) -> None:
    project, stuck = str(uuid4()), asyncio.Event()
    mine, other = Stream(ALICE, project), Stream(ALICE, project)

    async def never(why: Revocation) -> None:
        await stuck.wait()

    backend.revoked[project] = "gone"
    async with watched.watch(other.grant, never), watched.watch(mine.grant, mine.revoke):
        await hints.check_stream(project)
        assert await mine.ends() == "gone"
        stuck.set()


# --- the socket's side --------------------------------------------------------------------------------------------


def stub() -> StubBackend:
    backend = get_backend()
    assert isinstance(backend, StubBackend)
    return backend


async def closed(socket: WebsocketCommunicator) -> int:
    message = await socket.receive_output(10)
    assert message["type"] == "websocket.close", message
    return message["code"]


@pytest.mark.parametrize("frame", ["initiate", "retry"])
@pytest.mark.parametrize(("why", "code"), [("check_again", 4000), ("signed_out", 4501)])
async def test_before_a_frame_that_costs_money_the_right_is_asked_for_anew(
    door: WebsocketCommunicator, project: str, frame: str, why: Revocation, code: int
) -> None:
    assert (await door.connect())[0]
    stub().revoked[project] = why
    asked = {"initiate": {"message": "Hello"}, "retry": {"assistant_message_id": str(uuid4())}}[frame]
    for _ in range(3):
        await door.send_json_to({"type": frame, "request_id": str(uuid4()), **asked})
    assert await closed(door) == code
    assert await door.receive_nothing(), "what was in flight is not served, nor refused"


async def test_who_follows_a_project_that_goes_is_told_so_and_sent_away(
    door: WebsocketCommunicator, project: str
) -> None:
    assert (await door.connect())[0]
    await door.send_json_to({"type": "stream"})
    assert (await door.receive_json_from(10))["type"] == "snapshot"
    stub().revoked[project] = "gone"
    await hints.check_stream(project)
    assert await door.receive_json_from(10) == {"type": "project_deleted"}
    assert await closed(door) == 4504
    await door.disconnect()
    assert not get_revocations()._tasks
