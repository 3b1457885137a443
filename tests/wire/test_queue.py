"""Turns of one project run one after another, in the order in which they were asked for."""

import asyncio

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
