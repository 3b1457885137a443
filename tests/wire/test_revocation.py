"""Who has lost the right to follow a project, or to start turns in it, is out soon: told or not, by whatever process.

Untold, after CHATSTREAM_CHECK_SECONDS: 15 by themselves (tests/chatstream/test_revocation.py), and three on a server here.
"""

import asyncio
import contextlib
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from websockets import ConnectionClosed

from tests.instance import Instance, Person, Socket
from tests.wire.recording import sse
from tests.wire.signed_in import Browser, signed_in
from tests.wire.web_server import WebServer

SECONDS = 3.0
LATE = 3.0  # for a machine that has other things to do

WITHOUT_A_SIGNAL = {
    "a deactivated user": "User.objects.filter(username={name!r}).update(is_active=False)",
    "a new password": "User.objects.filter(username={name!r}).update(password='!')",
    "a deleted user": "User.objects.filter(username={name!r})._raw_delete('default')",
    "a project that changed hands": "Project.objects.filter(owner__username={name!r}).update(owner=User.objects.get(pk=1))",
}


@pytest.fixture(scope="module")
def impatient(instance: Instance) -> Iterator[WebServer]:
    with WebServer(instance, CHATSTREAM_CHECK_SECONDS=str(SECONDS)) as server:
        yield server


def in_the_shell(instance: Instance, *lines: str) -> None:
    """Another process: no signal of it reaches the web server, and what it writes no web server has seen."""
    imports = "from django.contrib.auth.models import User\nfrom django.contrib.sessions.models import Session\n"
    instance.shell(f"{imports}from projects.models import Project\n" + "\n".join(lines) + "\nanswer = None")


async def following(socket: Socket) -> Socket:
    await socket.send(type="stream")
    await socket.until("snapshot")
    return socket


async def end_of(socket: Socket) -> tuple[int, list[str]]:
    """The code it was closed with, and the types of the frames before."""
    types: list[str] = []
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            types.append((await socket.receive(SECONDS + LATE))["type"])
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code, types


async def ask(socket: Socket) -> None:
    with contextlib.suppress(ConnectionClosed):
        await socket.send(type="initiate", request_id=str(uuid.uuid4()), message="One more")


def turns(instance: Instance, project: str) -> int:
    return instance.shell(
        f"from projects.models import Message\nanswer = Message.objects.filter(project={project!r}).count()"
    )


@pytest.mark.parametrize("how", ["Project.objects.get(pk={!r}).delete()", "Project.objects.filter(pk={!r}).delete()"])
async def test_a_project_that_is_deleted_in_mid_answer_says_so_at_once(
    instance: Instance, alice: Person, how: str
) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as socket, sse(alice, project) as chunks:
        await following(socket)
        await anext(chunks)
        await socket.initiate("write a 2000 word voice-over about coffee")
        await socket.until("delta")
        await asyncio.to_thread(in_the_shell, instance, how.format(project))
        begun = time.monotonic()
        code, types = await end_of(socket)
        events = [chunk.frame["type"] async for chunk in chunks]
        assert time.monotonic() - begun < LATE
    assert (code, types[-1], events[-1]) == (4504, "project_deleted", "project_deleted")
    async with alice.http() as client:
        response = await client.get(f"/api/projects/{project}/events/")
    assert (response.status_code, response.json()["code"]) == (404, "not_found"), "an EventSource stays away after that"


async def test_without_a_hint_the_right_is_asked_for_again_by_sockets_and_event_streams(
    instance: Instance, impatient: WebServer
) -> None:
    people = {case: impatient.seen_by(instance.make_user("gone")) for case in WITHOUT_A_SIGNAL}
    projects = {case: await person.make_project() for case, person in people.items()}
    async with contextlib.AsyncExitStack() as stack:
        readers: list[Any] = []
        for case, person in people.items():
            socket = await following(await stack.enter_async_context(person.socket(projects[case])))
            chunks = await stack.enter_async_context(sse(person, projects[case]))
            await anext(chunks)
            readers += [end_of(socket), rest_of(chunks)]
        lines = ["from django.db import connection", "connection.cursor().execute('PRAGMA foreign_keys = OFF')"]
        lines += [line.format(name=people[case].username) for case, line in WITHOUT_A_SIGNAL.items()]
        await asyncio.to_thread(in_the_shell, instance, *lines)
        begun = time.monotonic()
        ends = await asyncio.gather(*readers)
        assert time.monotonic() - begun < SECONDS + LATE
    sockets, streams = ends[::2], ends[1::2]
    assert [code for code, _ in sockets] == [4501, 4501, 4501, 4504]
    assert [types[-1:] == ["project_deleted"] for types in streams] == [False, False, False, True]
    for case, person in people.items():
        async with person.http() as client:
            again = await client.get(f"/api/projects/{projects[case]}/events/")
        assert again.status_code == (404 if "hands" in case else 401), case


async def test_a_revoked_token_ends_what_is_open_with_it_at_once_and_nothing_else(
    instance: Instance, alice: Person
) -> None:
    project, leaked = await alice.make_project(), instance.make_token(alice)
    async with alice.socket(project) as own, leaked.socket(project) as socket, sse(leaked, project) as chunks:
        await following(own)
        await following(socket)
        await anext(chunks)
        begun = time.monotonic()
        lines = ["from projects.access.tokens import find_token, revoke", f"revoke(find_token({leaked.token!r}))"]
        await asyncio.to_thread(in_the_shell, instance, *lines)
        assert (await end_of(socket))[0] == 4501
        await rest_of(chunks)
        assert time.monotonic() - begun < LATE + SECONDS
        await own.initiate("Hello")
        await own.until("finalized")
    async with leaked.http() as client:
        assert (await client.get(f"/api/projects/{project}/")).status_code == 401


async def rest_of(chunks: Any) -> list[str]:
    return [chunk.frame["type"] async for chunk in chunks]


@pytest.mark.parametrize(
    "how",
    ["Session.objects.all().delete()", "Session.objects.update(expire_date='2020-01-01T00:00Z')"],
    ids=["deleted", "expired"],
)
async def test_a_session_that_has_ended_starts_no_turn_from_that_moment_on(
    instance: Instance, impatient: WebServer, how: str
) -> None:
    with signed_in(instance) as person:
        project = person.make_project()
        browser = Browser(impatient, person.client)
        async with browser.socket(project) as asking, browser.socket(project) as reading:
            await following(asking)
            await following(reading)
            await asyncio.to_thread(in_the_shell, instance, how)
            for _ in range(3):
                await ask(asking)
            assert (await end_of(asking))[0] == 4000, "a newer session of the same browser is let in again"
            assert (await end_of(reading))[0] == 4000
        async with browser.socket(project) as back:
            assert await end_of(back) == (4501, [])
    assert turns(instance, project) == 0


async def test_a_deactivated_user_starts_no_turn_from_that_moment_on(instance: Instance) -> None:
    person = instance.make_user("idle")
    project = await person.make_project()
    async with person.socket(project) as socket:
        in_the_shell(instance, f"User.objects.filter(username={person.username!r}).update(is_active=False)")
        await ask(socket)
        assert await end_of(socket) == (4501, [])
    assert turns(instance, project) == 0
