"""A person may ask for so much at a time. Who asks for more is told so, and when to come back."""

import asyncio
import uuid
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
from websockets import ConnectionClosed

from tests.instance import Instance, Person
from tests.wire.recording import has_ended, snapshot
from tests.wire.web_server import WebServer

LONG = "write a 3000 word voice-over about coffee"


@pytest.fixture(scope="module")
def eve(instance: Instance, uvicorn: WebServer) -> Person:
    """Somebody on the server that allows two runs at a time, and three requests a minute."""
    return uvicorn.seen_by(instance.make_user("eve"))


def request(message: str = "Hello") -> dict[str, Any]:
    return {"request_id": str(uuid.uuid4()), "message": message}


async def test_runs_and_requests_are_counted_and_a_refusal_says_when_to_come_back(eve: Person) -> None:
    project = await eve.make_project()
    path = f"/api/projects/{project}/messages/"
    async with eve.http() as client, eve.socket(project) as socket:
        await socket.send(type="stream")
        running, waiting = [(await socket.initiate(LONG))["assistant_message_id"] for _ in range(2)]
        third = request()
        over_http = await client.post(path, json=third)
        await socket.send(type="initiate", **third)
        over_socket = (await socket.until("request_error"))[-1]
        assert over_http.status_code == 429
        assert over_http.headers["Retry-After"] == "2"
        assert over_http.json() == over_socket
        assert (over_socket["code"], over_socket["request_id"]) == ("rate_limited", third["request_id"])
        assert len((await snapshot(eve, project))["messages"]) == 4
        for answer in (waiting, running):
            await socket.send(type="stop", assistant_message_id=answer)
            await has_ended(socket, answer)
        accepted = await client.post(path, json=third)
        while accepted.status_code == 429:  # the run's place is free a moment after its `finalized`
            accepted = await client.post(path, json=third)
        assert accepted.status_code == 201
        await has_ended(socket, accepted.json()["assistant_message_id"])
        over = await client.post(path, json=request())
        assert over.status_code == 429
        assert 1 <= over.json()["retry_after"] <= 60
        assert over.headers["Retry-After"] == str(over.json()["retry_after"]).removesuffix(".0")
        asked = {"messages": [{"role": "user", "content": "Hello"}]}
        foreign = await client.post(
            "/api/openai/v1/chat/completions", json=asked, headers={"X-Chatstream-Stream": project}
        )
        assert (foreign.status_code, foreign.json()["error"]["code"]) == (429, "rate_limited")
        assert 1 <= int(foreign.headers["Retry-After"]) <= 60, "its client waits by itself"
        assert (await client.post(path, json=third)).status_code == 201, "what was admitted is not counted again"


ACTS = {
    "projects": ("/api/projects/", {"title": ""}),
    "edits": ("/api/projects/{}/undo/", {}),
    "uploads": ("/api/projects/{}/assets/", {}),
    "exports": ("/api/projects/{}/exports/?revision=1", {}),
}


@pytest.mark.parametrize("act", ACTS)
async def test_what_costs_rows_and_files_is_counted_too(
    instance: Instance, uvicorn: WebServer, alice: Person, act: str
) -> None:
    """Three a minute; whether they can be served is another question."""
    mallory = instance.make_user("mallory")
    path = ACTS[act][0].format(await mallory.make_project())  # on the server that does not count
    async with uvicorn.seen_by(mallory).http() as client:
        answers = await asyncio.gather(*[client.post(path, json=ACTS[act][1]) for _ in range(8)])
        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) == 5
        assert {answer.json()["code"] for answer in refused} == {"rate_limited"}
        assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in refused)
        assert (await client.get("/api/projects/")).status_code == 200, "reading is not counted with it"
    async with uvicorn.seen_by(alice).http() as client:
        assert (await client.post(path, json=ACTS[act][1])).status_code != 429, "it is counted for each person"


async def test_sockets_and_event_streams_of_a_person_are_counted_together(
    instance: Instance, uvicorn: WebServer
) -> None:
    mallory = uvicorn.seen_by(instance.make_user("mallory"))
    project = await mallory.make_project()
    async with AsyncExitStack() as stack:
        for _ in range(2):
            socket = await stack.enter_async_context(mallory.socket(project))
            await socket.send(type="stream")
            await socket.receive()
        async with mallory.http() as client, client.stream("GET", f"/api/projects/{project}/events/") as stream:
            assert stream.status_code == 200
            lines = stream.aiter_lines()  # kept: with it the stream would end
            await anext(lines)
            over = await client.get(f"/api/projects/{project}/events/")
            assert (over.status_code, over.json()["code"]) == (429, "rate_limited")
            async with mallory.socket(project) as fourth:
                with pytest.raises(ConnectionClosed) as closed:
                    await fourth.receive()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4029
    while True:  # the places are free a moment after the lines are gone
        async with mallory.socket(project) as socket:
            with suppress(ConnectionClosed):
                await socket.send(type="stream")
                assert (await socket.receive())["type"] == "snapshot"
                break
