"""Stop ends a run at once and keeps what it has said."""

import uuid

from tests.instance import Person
from tests.wire.recording import count, has_ended, snapshot, text_of

LONG = "write a 3000 word voice-over about coffee"


async def test_a_stopped_answer_keeps_its_text(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as reader, alice.socket(project) as writer:
        await reader.send(type="stream")
        await reader.until("snapshot")
        answer = (await writer.initiate(LONG))["assistant_message_id"]
        events = await reader.until("delta")
        await writer.send(type="stop", assistant_message_id=answer)
        events += await reader.until("finalized")
    last = events[-1]
    statuses = [event["status"] for event in events if event["type"] == "status"]
    assert (last["message_id"], last["status"]) == (answer, "cancelled")
    assert statuses == ["thinking", "stopping"]
    assert last["content"] == text_of(events, answer) != ""
    assert len(last["content"].split()) < 3000
    view = (await snapshot(alice, project))["messages"][1]
    assert (view["status"], view["content"]) == ("cancelled", last["content"])


async def test_over_http_it_is_taken_in_and_every_reader_sees_it(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.http() as client, alice.socket(project) as socket:
        await socket.send(type="stream")
        answer = (await socket.initiate(LONG))["assistant_message_id"]
        await socket.until("delta")
        response = await client.post(f"/api/messages/{answer}/stop/")
        assert (response.status_code, response.json()) == (202, {"assistant_message_id": answer})
        assert (await has_ended(socket, answer))["status"] == "cancelled"


async def test_to_stop_again_and_again_is_harmless(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as reader, alice.socket(project) as writer:
        await reader.send(type="stream")
        await reader.until("snapshot")
        answer = (await writer.initiate(LONG))["assistant_message_id"]
        events = await reader.until("delta")
        for _ in range(5):
            await writer.send(type="stop", assistant_message_id=answer)
        events += await reader.until("finalized")
        for _ in range(5):
            await writer.send(type="stop", assistant_message_id=answer)
        after = await writer.initiate("Hello")
        events += await reader.until("finalized", message_id=after["assistant_message_id"])
    of_it = [event for event in events if event.get("message_id") == answer]
    assert [event.get("status") for event in of_it].count("stopping") == 1
    assert count(event for event in of_it if event["type"] == "finalized") == 1


async def test_an_answer_that_has_ended_stays_as_it_is(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        answer = (await socket.initiate("Hello"))["assistant_message_id"]
        await has_ended(socket, answer)
        before = await snapshot(alice, project)
        await socket.send(type="stop", assistant_message_id=answer)
        await socket.send(type="stop", assistant_message_id=str(uuid.uuid4()))
        await socket.until("request_error")  # frames are served in order: the first one is done with
    assert await snapshot(alice, project) == before
