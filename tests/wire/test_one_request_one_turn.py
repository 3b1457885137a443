"""A request is answered once, however often and over whatever door it is sent."""

import asyncio
import uuid

from tests.instance import Person
from tests.wire.recording import snapshot


def request(**fields: str) -> dict[str, str]:
    return {"request_id": str(uuid.uuid4()), "message": "Hello", **fields}


async def test_over_http_a_turn_is_created(alice: Person) -> None:
    project, asked = await alice.make_project(), request()
    async with alice.http() as client:
        response = await client.post(f"/api/projects/{project}/messages/", json=asked)
    assert response.status_code == 201
    question, answer = (await snapshot(alice, project))["messages"]
    assert response.json() == {
        "type": "initiated",
        "request_id": asked["request_id"],
        "user_message_id": question["id"],
        "assistant_message_id": answer["id"],
    }


async def test_the_same_request_over_both_doors_is_one_turn(alice: Person) -> None:
    project, asked = await alice.make_project(), request()
    async with alice.http() as client, alice.socket(project) as socket:
        await socket.send(type="stream")
        over_socket = await socket.initiate(asked["message"], asked["request_id"])
        over_http = await client.post(f"/api/projects/{project}/messages/", json=asked)
        again = await socket.initiate(asked["message"], asked["request_id"])
    assert over_http.status_code == 201
    assert over_socket == over_http.json() == again
    assert len((await snapshot(alice, project))["messages"]) == 2


async def test_a_request_that_is_sent_again_after_its_end_starts_nothing(alice: Person) -> None:
    project, asked = await alice.make_project(), request()
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        first = await socket.initiate(asked["message"], asked["request_id"])
        end = (await socket.until("finalized"))[-1]
        assert await socket.initiate("Something else", asked["request_id"]) == first
    view = await snapshot(alice, project)
    assert view["at"] == end["id"]
    assert [message["content"] for message in view["messages"]] == ["Hello", end["content"]]


async def test_ten_at_once_over_both_doors_are_one_turn_and_one_run(alice: Person) -> None:
    project, asked = await alice.make_project(), request()

    async def over_http() -> dict:
        async with alice.http() as client:
            response = await client.post(f"/api/projects/{project}/messages/", json=asked)
            assert response.status_code == 201, response.text
            return response.json()

    async def over_socket() -> dict:
        async with alice.socket(project) as socket:
            return await socket.initiate(asked["message"], asked["request_id"])

    async with alice.socket(project) as reader:
        await reader.send(type="stream")
        await reader.until("snapshot")
        answers = await asyncio.gather(*(door() for door in (over_http, over_socket) * 5))
        [answer] = {answer["assistant_message_id"] for answer in answers}
        [question] = {answer["user_message_id"] for answer in answers}
        frames = await reader.until("finalized")
        # A second run would speak before the turn that comes after it.
        after = await reader.initiate("And now?")
        frames += await reader.until("finalized", message_id=after["assistant_message_id"])
    created = [frame["message_id"] for frame in frames if frame["type"] == "message_created"]
    thinking = [frame["message_id"] for frame in frames if frame.get("status") == "thinking"]
    assert created[:2] == [question, answer]
    assert thinking == [answer, after["assistant_message_id"]]


async def test_the_same_id_in_another_project_is_another_request(alice: Person) -> None:
    asked = request()
    first, second = await alice.make_project(), await alice.make_project()
    async with alice.http() as client:
        here = (await client.post(f"/api/projects/{first}/messages/", json=asked)).json()
        there = (await client.post(f"/api/projects/{second}/messages/", json=asked)).json()
    assert here["assistant_message_id"] != there["assistant_message_id"]


async def test_a_run_goes_on_when_every_reader_has_left(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        await socket.initiate("write a 300 word voice-over about coffee")
        await socket.until("delta")
    async with asyncio.timeout(30):
        while (answer := (await snapshot(alice, project))["messages"][1])["status"] in ("pending", "running"):
            pass
    assert answer["status"] == "success"
    assert len(answer["content"].split()) == 300
