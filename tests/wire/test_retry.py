"""Retry gives a new answer to the same message; the old one is kept."""

import json
import uuid

from tests.instance import Person
from tests.wire.recording import has_ended, record, snapshot

LONG = "write a 3000 word voice-over about coffee"


async def test_a_retry_is_a_new_answer_beside_the_old_one(alice: Person) -> None:
    run = await record(alice, "write a 30 word voice-over about tea")
    [old], request_id = run.answers, str(uuid.uuid4())
    async with alice.socket(run.project_id) as socket:
        await socket.send(type="stream", last_event_id=run.events[-1]["id"])
        await socket.until("reconnected")
        await socket.send(type="retry", request_id=request_id, assistant_message_id=old)
        frames = await socket.until("finalized")
    [reply] = [frame for frame in frames if frame["type"] == "initiated"]
    [created] = [frame for frame in frames if frame["type"] == "message_created"]
    question, first_answer, new = (await snapshot(alice, run.project_id))["messages"]
    assert reply["request_id"] == created["request_id"] == new["request_id"] == request_id
    assert reply["user_message_id"] == question["id"]
    assert reply["assistant_message_id"] == created["message_id"] == new["id"]
    assert created["retry_of"] == new["retry_of"] == first_answer["id"] == old
    assert [first_answer["content"]] == run.texts
    assert (new["status"], len(new["content"].split())) == ("success", 30)


async def test_the_same_retry_over_both_doors_is_one(alice: Person) -> None:
    run = await record(alice, "Hello")
    body = {"request_id": str(uuid.uuid4())}
    async with alice.http() as client, alice.socket(run.project_id) as socket:
        await socket.send(type="stream")
        await socket.send(type="retry", assistant_message_id=run.answers[0], **body)
        over_socket = (await socket.until("initiated"))[-1]
        over_http = await client.post(f"/api/messages/{run.answers[0]}/retry/", json=body)
        await has_ended(socket, over_socket["assistant_message_id"])
        again = await client.post(f"/api/messages/{run.answers[0]}/retry/", json=body)
    assert (over_http.status_code, again.status_code) == (201, 201)
    assert over_socket == over_http.json() == again.json()
    assert len((await snapshot(alice, run.project_id))["messages"]) == 3


async def test_an_answer_that_is_being_written_cannot_be_retried(alice: Person) -> None:
    project, body = await alice.make_project(), {"request_id": str(uuid.uuid4())}
    async with alice.http() as client, alice.socket(project) as socket:
        await socket.send(type="stream")
        answer = (await socket.initiate(LONG))["assistant_message_id"]
        await socket.send(type="retry", assistant_message_id=answer, **body)
        refused = (await socket.until("request_error"))[-1]
        over_http = await client.post(f"/api/messages/{answer}/retry/", json=body)
        assert over_http.status_code == 409
        assert refused == over_http.json()
        assert (refused["code"], refused["request_id"]) == ("conflict", body["request_id"])
        await socket.send(type="stop", assistant_message_id=answer)
        await has_ended(socket, answer)
        assert (await client.post(f"/api/messages/{answer}/retry/", json=body)).status_code == 201
        await socket.until("message_created")
        await socket.send(type="stop", assistant_message_id=(await snapshot(alice, project))["messages"][-1]["id"])
        await socket.until("finalized")
    assert len((await snapshot(alice, project))["messages"]) == 3


async def test_a_retry_that_goes_back_over_later_work_has_to_say_so(alice: Person) -> None:
    """Over both doors; a client that does not know the field is refused, and nothing is written."""
    run = await record(
        alice, "Make a 10 second intro for a coffee shop", "use ocean colours", "change “coffee” to “tea”"
    )
    [brief, _, _], body = run.answers, {"request_id": str(uuid.uuid4())}
    before = await snapshot(alice, run.project_id)
    async with alice.http() as client, alice.socket(run.project_id) as socket:
        await socket.send(type="stream", last_event_id=run.events[-1]["id"])
        await socket.until("reconnected")
        await socket.send(type="retry", assistant_message_id=brief, **body)
        refused = (await socket.until("request_error"))[-1]
        over_http = await client.post(f"/api/messages/{brief}/retry/", json=body)
        assert (over_http.status_code, over_http.json()) == (409, refused)
        assert (refused["code"], refused["later_changes"]) == ("conflict", 2)
        assert "before 2 later changes" in refused["detail"]
        assert await snapshot(alice, run.project_id) == before
        for odd in ("yes", 1, None):
            assert (
                await client.post(f"/api/messages/{brief}/retry/", json={**body, "discard_later": odd})
            ).status_code == 400
        await socket.send(type="retry", assistant_message_id=brief, discard_later=True, **body)
        asked = (await socket.until("initiated"))[-1]
        await has_ended(socket, asked["assistant_message_id"])
        after = await snapshot(alice, run.project_id)
        assert "tea" not in json.dumps(after["storyboard"]["scenes"])
        listed = (await client.get(f"/api/projects/{run.project_id}/takes/")).json()["takes"]
        assert [(take["message_id"], take["chosen"]) for take in listed] == [
            (brief, False),
            (asked["assistant_message_id"], True),
        ]
        chosen = await client.post(f"/api/projects/{run.project_id}/takes/", json={"message_id": brief})
        assert (chosen.status_code, chosen.json()["revision"]["cause"]) == (201, "undo")
        reply = (await socket.until("storyboard", revision=chosen.json()["revision"]["revision"]))[-1]
        assert reply["message_id"] == brief
        assert {**reply["storyboard"], "revision": 0} == {**before["storyboard"], "revision": 0}
        again = await client.post(f"/api/projects/{run.project_id}/takes/", json={"message_id": brief})
        assert (again.status_code, again.json()) == (200, {"revision": None})
        undone = await client.post(f"/api/projects/{run.project_id}/undo/", json={})
        assert undone.status_code == 201
    assert (await snapshot(alice, run.project_id))["storyboard"]["scenes"] == after["storyboard"]["scenes"]
