"""Edit and resend over the wire: who follows is sent an event and a snapshot, over both doors, and loses nothing."""

import json
import uuid
from typing import Any

from tests.instance import Person
from tests.wire.recording import Recording, has_ended, missed, record, snapshot, sse

BRIEFS = ("We open on Saturday. Come in.", "use ocean colours", "change “Saturday” to “Sunday”")


def words(snapshot: dict[str, Any]) -> list[str]:
    return [message["content"] for message in snapshot["messages"] if message["role"] == "user"]


async def edit(alice: Person, run: Recording, question: str, message: str) -> str:
    """Over HTTP; returns the id of the new version once its answer has ended."""
    body = {"request_id": str(uuid.uuid4()), "message": message, "edit_of": question}
    async with alice.http() as client, alice.socket(run.project_id) as socket:
        await socket.send(type="stream")
        first = await client.post(f"/api/projects/{run.project_id}/messages/", json=body)
        again = await client.post(f"/api/projects/{run.project_id}/messages/", json=body)
        assert (first.status_code, first.json()) == (201, again.json())
        await has_ended(socket, first.json()["assistant_message_id"])
    return first.json()["user_message_id"]


async def test_an_edit_and_the_way_back_reach_everybody_who_follows(alice: Person) -> None:
    run = await record(alice, *BRIEFS)
    before, at = await snapshot(alice, run.project_id), run.events[-1]["id"]
    second = before["messages"][2]["id"]
    branches = f"/api/projects/{run.project_id}/branches/"
    async with (
        alice.http() as client,
        alice.socket(run.project_id) as socket,
        sse(alice, run.project_id, at) as chunks,
    ):
        await socket.send(type="stream", last_event_id=at)
        await socket.until("reconnected")
        told = (await client.get(branches, params={"message_id": second})).json()
        assert told == {"versions": [second], "later_answers": 2, "later_changes": 2}
        await socket.send(type="initiate", request_id=str(uuid.uuid4()), message="use neon colours", edit_of=second)
        frames = await socket.until("finalized")
        [chosen] = [frame for frame in frames if frame["type"] == "branch_chosen"]
        [sent] = [frame for frame in frames if frame["type"] == "snapshot"]
        edited = chosen["message_id"]
        assert words(sent) == [BRIEFS[0], "use neon colours"]
        assert sent["messages"][2]["id"] == edited
        assert sent["messages"][2]["versions"] == [second, edited]
        after = await snapshot(alice, run.project_id)
        assert "Saturday" in json.dumps(after["storyboard"])
        assert after["storyboard"]["style"] != before["storyboard"]["style"]

        reply = await client.post(branches, json={"message_id": second})
        assert (reply.status_code, reply.json()) == (200, {"message_id": second})
        back = (await socket.until("snapshot"))[-1]
        assert words(back) == list(BRIEFS)
        assert {**back["storyboard"], "revision": 0} == {**before["storyboard"], "revision": 0}

        kinds: list[str] = []
        async for chunk in chunks:
            kinds.append(chunk.frame["type"])
            if kinds.count("snapshot") == 2:
                break
        assert kinds[kinds.index("branch_chosen") + 1] == "snapshot"
        assert words(chunk.frame) == list(BRIEFS)
    [late], caught_up = await missed(alice, run.project_id, at)
    assert (late["type"], caught_up["mode"], words(late)) == ("snapshot", "snapshot", list(BRIEFS))


async def test_an_edit_of_what_is_not_there_or_not_yours_is_refused(alice: Person, bob: Person) -> None:
    run = await record(alice, "Hello")
    [question, answer] = [message["id"] for message in (await snapshot(alice, run.project_id))["messages"]]
    his = await bob.make_project()
    async with bob.http() as client:
        body = {"request_id": str(uuid.uuid4()), "message": "Mine", "edit_of": question}
        assert (await client.post(f"/api/projects/{his}/messages/", json=body)).status_code == 404
        for project in (his, run.project_id):
            branches = f"/api/projects/{project}/branches/"
            assert (await client.get(branches, params={"message_id": question})).status_code == 404
            assert (await client.post(branches, json={"message_id": question})).status_code == 404
    async with alice.http() as client:
        branches = f"/api/projects/{run.project_id}/branches/"
        assert (await client.get(branches)).status_code == 404
        assert (await client.post(branches, json={"message_id": answer})).status_code == 404
    await edit(alice, run, question, "Good morning")
    assert words(await snapshot(alice, run.project_id)) == ["Good morning"]
