"""Turns of one project run one after another, in the order in which they were asked for."""

import asyncio

from chatstream.wire.base import ENDED
from tests.instance import Person
from tests.wire.recording import has_ended, snapshot

LONG = "write a 3000 word voice-over about coffee"


async def test_turns_run_one_after_another_in_order(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as reader, alice.socket(project) as writer:
        await reader.send(type="stream")
        await reader.until("snapshot")
        asked = [await writer.initiate(f"write a {words} word voice-over") for words in (60, 40, 20)]
        answers = [initiated["assistant_message_id"] for initiated in asked]
        events = await reader.until("finalized", message_id=answers[-1])
    runs = [event for event in events if event["type"] in ("delta", "finalized") or event.get("status") == "thinking"]
    speakers = [event["message_id"] for event in runs]
    assert speakers == sorted(speakers, key=answers.index), "a turn spoke before the one before it was done"
    ends = [event["content"] for event in events if event["type"] == "finalized"]
    assert [len(content.split()) for content in ends] == [60, 40, 20]
    queued = [event["message_id"] for event in events if event.get("status") == "queued"]
    assert queued == answers[1:]


async def test_turns_of_different_projects_run_side_by_side(alice: Person) -> None:
    first, second = await alice.make_project(), await alice.make_project()
    async with alice.socket(first) as long, alice.socket(second) as short:
        for socket in (long, short):
            await socket.send(type="stream")
        answer = (await long.initiate(LONG))["assistant_message_id"]
        await long.until("delta")
        await short.initiate("Hello")
        await short.until("finalized")
        assert (await snapshot(alice, first))["messages"][1]["status"] == "running"
        await long.send(type="stop", assistant_message_id=answer)
        await has_ended(long, answer)


async def test_a_waiting_turn_can_be_stopped_and_the_others_go_on(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as reader, alice.socket(project) as writer:
        await reader.send(type="stream")
        first, second, third = [
            (await writer.initiate(words))["assistant_message_id"] for words in (LONG, "Hello", "Hello again")
        ]
        await writer.send(type="stop", assistant_message_id=second)
        frames = await reader.until("finalized")
        assert (frames[-1]["message_id"], frames[-1]["status"], frames[-1]["content"]) == (second, "cancelled", "")
        await writer.send(type="stop", assistant_message_id=first)
        frames += await reader.until("finalized", message_id=third)
    ends = {frame["message_id"]: frame["status"] for frame in frames if frame["type"] == "finalized"}
    assert ends == {second: "cancelled", first: "cancelled", third: "success"}
    spoken = {frame["message_id"] for frame in frames if frame["type"] == "delta"}
    assert second not in spoken


async def test_twenty_turns_may_wait_and_one_more_is_refused(bob: Person) -> None:
    project = await bob.make_project()
    async with bob.socket(project) as socket:
        await socket.send(type="stream")
        answers = [(await socket.initiate(LONG))["assistant_message_id"] for _ in range(20)]
        await socket.send(type="initiate", request_id="7b0c1fd2-6a55-4a3c-8a54-3c1a54d9a1b0", message="Hello")
        refused = (await socket.until("request_error"))[-1]
        assert refused["code"] == "conflict"
        assert refused["request_id"] == "7b0c1fd2-6a55-4a3c-8a54-3c1a54d9a1b0"
        assert len((await snapshot(bob, project))["messages"]) == 40
        for answer in reversed(answers):
            await socket.send(type="stop", assistant_message_id=answer)
        await has_ended(socket, answers[0])


async def test_messages_sent_at_once_are_all_answered(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.http() as client, alice.socket(project) as socket:
        await socket.send(type="stream")
        ids = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(6)]
        path = f"/api/projects/{project}/messages/"
        asked = [client.post(path, json={"request_id": request_id, "message": "Hello"}) for request_id in ids]
        responses = await asyncio.gather(*asked)
        assert {response.status_code for response in responses} == {201}
        waiting = {response.json()["assistant_message_id"] for response in responses}
        while waiting:
            waiting.remove((await socket.until("finalized"))[-1]["message_id"])
    messages = (await snapshot(alice, project))["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant"] * 6


async def test_what_waits_can_be_said_differently_moved_taken_out_and_sent_now(alice: Person) -> None:
    project = await alice.make_project()
    queue = f"/api/projects/{project}/queue/"
    async with alice.http() as client, alice.socket(project) as socket, alice.socket(project) as reader:
        await reader.send(type="stream")
        long, *others = [await socket.initiate(words) for words in (LONG, "One", "Two", "Three")]
        one, two, three = (each["user_message_id"] for each in others)
        await reader.until("delta", message_id=long["assistant_message_id"])

        changed = await client.patch(f"{queue}{two}/", json={"message": "Twice"})
        assert changed.status_code == 200, changed.text
        moved = await client.put(queue, json={"order": [three, two, one]})
        assert moved.status_code == 200, moved.text
        assert (await client.put(queue, json={"order": [three, two]})).status_code == 409
        assert (await client.delete(f"{queue}{three}/")).status_code == 200
        assert (await client.delete(f"{queue}{three}/")).status_code == 200, "a repeat changes nothing"
        shown: list[str] = []
        while shown != [LONG, "Twice", "One"]:  # one snapshot may follow several changes
            [*_, frame] = await reader.until("snapshot")
            shown = [each["content"] for each in frame["messages"] if each["role"] == "user"]

        sent = await client.post(f"{queue}{one}/")
        assert sent.status_code == 200, sent.text
        async with asyncio.timeout(
            60
        ):  # a snapshot of the changed queue may hold an end already: no event says it then
            while not all(each["status"] in ENDED for each in (await snapshot(alice, project))["messages"]):
                await asyncio.sleep(0.1)
        for refused in (
            client.patch(f"{queue}{one}/", json={"message": "Late"}),
            client.post(f"{queue}{long['user_message_id']}/"),
        ):
            assert (await refused).status_code == 409
    kept = (await snapshot(alice, project))["messages"]
    assert [each["content"] for each in kept if each["role"] == "user"] == [LONG, "One", "Twice"]
    assert [each["status"] for each in kept if each["role"] == "assistant"] == ["cancelled", "success", "success"]


async def test_the_queue_of_somebody_else_is_not_there(alice: Person, bob: Person) -> None:
    project = await alice.make_project()
    async with bob.http() as client:
        assert (await client.put(f"/api/projects/{project}/queue/", json={"order": []})).status_code == 404
        assert (await client.delete(f"/api/projects/{project}/queue/{project}/")).status_code == 404
