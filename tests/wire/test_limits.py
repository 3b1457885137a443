"""A person may ask for so much at a time. Who asks for more is told so, and when to come back."""

import uuid
from typing import Any

import pytest

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
        assert (await client.post(path, json=third)).status_code == 201, "what was admitted is not counted again"
