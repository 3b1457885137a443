"""What readers of the wire got, in a form that can be compared."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.instance import Person, Socket

Frame = dict[str, Any]

_TEXTS = ("delta", "reasoning")


@dataclass(frozen=True)
class Recording:
    """All events of a project, as a reader got them who was there from the start and never cut off."""

    project_id: str
    events: list[Frame]

    @property
    def answers(self) -> list[str]:
        return [event["message_id"] for event in self.events if event["type"] == "finalized"]

    @property
    def texts(self) -> list[str]:
        return [event["content"] for event in self.events if event["type"] == "finalized"]


async def record(person: Person, *briefs: str) -> Recording:
    """Let `person` have a new project with these turns, one after another."""
    project_id = await person.make_project()
    events: list[Frame] = []
    async with person.socket(project_id) as reader, person.socket(project_id) as writer:
        await reader.send(type="stream")
        await reader.until("snapshot")
        for brief in briefs:
            asked = await writer.initiate(brief)
            events += await reader.until("finalized", message_id=asked["assistant_message_id"])
    return Recording(project_id, events)


async def missed(person: Person, project_id: str, last_event_id: str, **fields: Any) -> tuple[list[Frame], Frame]:
    """What a reader who comes back with a position is given: the frames before `reconnected`, and that frame."""
    async with person.socket(project_id) as socket:
        await socket.send(type="stream", last_event_id=last_event_id, **fields)
        *frames, reconnected = await socket.until("reconnected")
        return frames, reconnected


def joined(events: Iterable[Frame]) -> list[Frame]:
    """Neighbouring deltas of a message as one, and reasoning too: two readers got the same if this is the same."""
    result: list[Frame] = []
    for event in events:
        event = {"merged": 1, **event} if event["type"] in _TEXTS else event
        last = result[-1] if result else {"type": None}
        if event["type"] == last["type"] in _TEXTS and event["message_id"] == last["message_id"]:
            content, merged = last["content"] + event["content"], last["merged"] + event["merged"]
            result[-1] = {**event, "content": content, "merged": merged}
        else:
            result.append(event)
    return result


def count(events: Iterable[Frame]) -> int:
    return sum(event.get("merged", 1) for event in events)


def text_of(events: Iterable[Frame], message_id: str) -> str:
    mine = (event for event in events if event["type"] == "delta" and event["message_id"] == message_id)
    return "".join(event["content"] for event in mine)


async def snapshot(person: Person, project_id: str) -> Frame:
    async with person.http() as client:
        response = await client.get(f"/api/projects/{project_id}/")
        assert response.status_code == 200, response.text
        return response.json()


async def has_ended(socket: Socket, message_id: str) -> Frame:
    """The `finalized` of an answer, from a socket that streams."""
    return (await socket.until("finalized", message_id=message_id))[-1]


@dataclass(frozen=True)
class Chunk:
    """One Server-Sent Event. `id` is None where the position of the reader stays as it is."""

    id: str | None
    data: str

    @property
    def frame(self) -> Frame:
        return json.loads(self.data)


@asynccontextmanager
async def sse(
    person: Person, project_id: str, last_event_id: str | None = None, /, **query: str
) -> AsyncIterator[AsyncIterator[Chunk]]:
    """The chunks of an EventSource, as they come."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id is not None else {}
    async with (
        person.http() as client,
        client.stream("GET", f"/api/projects/{project_id}/events/", params=query, headers=headers) as response,
    ):
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/event-stream"
        yield _chunks(response)


async def _chunks(response: httpx.Response) -> AsyncIterator[Chunk]:
    place: str | None = None
    async for line in response.aiter_lines():
        if line.startswith("id: "):
            place = line[4:]
        elif line.startswith("data: "):
            yield Chunk(place, line[6:])
            place = None


def sequence(event: Frame) -> int:
    return int(event["id"].split("-")[1])
