"""A snapshot and the events after its `at` make the same as a later snapshot, whenever it was taken."""

import asyncio
from typing import Any

import pytest

from tests.instance import Person
from tests.wire.recording import Frame, sequence, snapshot

# What a reader who saw the event knows to a few milliseconds only: the row's own time is another one.
CLOCKS = ("created", "started")


@pytest.mark.parametrize(
    "briefs",
    [
        ["write a 250 word voice-over about coffee"],
        ["Make a 20 second intro for a coffee shop"],
        ["write a 100 word voice-over about tea", "Make a 10 second intro for a tea shop", "Hello"],
    ],
    ids=["words", "a tool", "three turns, two of them waiting"],
)
async def test_every_snapshot_in_mid_run_leads_to_the_last_one(alice: Person, briefs: list[str]) -> None:
    project = await alice.make_project()
    taken: list[Frame] = []
    events: list[Frame] = []
    over = asyncio.Event()

    async def keep_taking() -> None:
        while not over.is_set():
            taken.append(await snapshot(alice, project))

    async with alice.socket(project) as reader, alice.socket(project) as writer, asyncio.TaskGroup() as group:
        await reader.send(type="stream")
        await reader.until("snapshot")
        group.create_task(keep_taking())
        asked = [await writer.initiate(brief) for brief in briefs]
        events += await reader.until("finalized", message_id=asked[-1]["assistant_message_id"])
        over.set()
    last = await snapshot(alice, project)
    assert last["at"] == events[-1]["id"]
    assert len({view["at"] for view in taken}) > 5, "the run was over before snapshots could be taken of it"
    for view in taken:
        assert applied(view, events) == known(last), f"from {view['at']}"


async def test_events_that_a_snapshot_holds_already_change_nothing(alice: Person) -> None:
    """Facts may come twice after a crash: everything but `delta` can be applied again."""
    project = await alice.make_project()
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")
        await socket.send(
            type="initiate", request_id="5e1c1f0a-2b8e-4c54-8a44-6f6ad0f5f1aa", message="Make an intro for a cafe"
        )
        events = await socket.until("finalized")
    last = await snapshot(alice, project)
    facts = [event for event in events if event["type"] in ("message_created", "tool_result", "finalized")]
    assert applied({**last, "at": "0-0"}, facts) == known(last)


def known(view: Frame) -> dict[str, Frame]:
    """The messages of a snapshot by id, without what readers cannot know to the millisecond."""
    return {message["id"]: _without_clocks(message) for message in view["messages"]}


def applied(view: Frame, events: list[Frame]) -> dict[str, Frame]:
    """What a reader shows who got this snapshot and then the events after it."""
    messages = known(view)
    for event in events:
        if "id" in event and sequence(event) > sequence({"id": view["at"]}):
            _apply(messages, event)
    return messages


def _apply(messages: dict[str, Frame], event: Frame) -> None:
    message = messages.setdefault(event["message_id"], {"id": event["message_id"], "attempt": 0, "tool_calls": []})
    calls = {call["tool_call_id"]: call for call in message["tool_calls"]}
    match event["type"]:
        case "message_created":
            _take(message, event, "role", "request_id", "retry_of")
            message.setdefault("content", event["content"])
            message.setdefault("status", event["status"])
        case "status" if event["status"] == "queued":
            _take(message, event, phase="status")
        case "status":
            message["status"] = "running"
            _take(message, event, "attempt", phase="status")
        case "delta":
            message["content"] += event["content"]
        case "reasoning":
            message["reasoning"] = message.get("reasoning", "") + event["content"]
        case "tool_start" if event["tool_call_id"] not in calls:
            call: Frame = {"status": "running"}
            _take(call, event, "tool_call_id", "name", "title", "offset", "reasoning_offset", "arguments")
            message["tool_calls"].append(call)
        case "tool_result":
            call = calls[event["tool_call_id"]]
            call["status"] = "success" if event["success"] else "error"
            _take(call, event, "payload", "error", "elapsed_ms", "revision")
            for progress in ("detail", "progress"):
                call.pop(progress, None)
        case "finalized":
            _take(message, event, "status", "finish_reason", "content", "usage", "elapsed_ms", "first_token_ms")
            message.pop("phase", None)


def _take(target: Frame, event: Frame, *names: str, **renamed: str) -> None:
    for name, source in [*((name, name) for name in names), *renamed.items()]:
        if source in event:
            target[name] = event[source]


def _without_clocks(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_clocks(inner) for name, inner in value.items() if name not in CLOCKS}
    if isinstance(value, list):
        return [_without_clocks(inner) for inner in value]
    return value
