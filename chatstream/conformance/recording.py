"""One answer as somebody saw it who was there from before it began, and what such readings are compared by."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from chatstream.conformance.check import Broken, expect
from chatstream.conformance.server import Frame, Server
from chatstream.log.entries import START, Position

GROWING = ("delta", "reasoning")


@dataclass(frozen=True)
class Recording:
    """`before`: the snapshot that it began with. `events`: those of the turn, as one reader saw them; `twin`: as another did."""

    before: Frame
    events: list[Frame]
    twin: list[Frame]
    initiated: Frame

    @property
    def answer(self) -> str:
        return str(self.initiated["assistant_message_id"])


async def recorded(server: Server) -> Recording:
    """The one that all checks look at, made by the first of them."""
    if server.recording is None:
        server.recording = await record(server)
    return server.recording


async def record(server: Server) -> Recording:
    async with server.line() as line, server.line() as other:
        await line.send("stream")
        before = (await line.until("snapshot"))[-1]
        await other.send("stream")
        await other.until("snapshot")
        async with server.line() as asking:
            initiated = await asking.initiate(server.message)
        end = {"message_id": initiated["assistant_message_id"]}
        events = [frame for frame in await line.until("finalized", **end) if "id" in frame]
        twin = [frame for frame in await other.until("finalized", **end) if "id" in frame]
        return Recording(before, events, twin, initiated)


def check_sequence(at: str, events: Iterable[Frame]) -> None:
    """Raises Broken at the first event that does not follow the one before it."""
    here = _position(at)
    for event in events:
        there = _position(event["id"])
        first = Position(there.epoch, there.seq - event.get("merged", 1) + 1)
        if not here.precedes(first):
            raise Broken(f"{event['type']} {there} (merged {event.get('merged', 1)}) came after {here}")
        here = there


def check_end(events: list[Frame], answer: str) -> None:
    """The answer's deltas come to what its one `finalized` measures."""
    mine = [event for event in events if event.get("message_id") == answer]
    ends = [event for event in mine if event["type"] == "finalized"]
    expect(len(ends), 1, "events `finalized` of the answer")
    text = text_of(mine)
    expect(len(text), ends[0]["length"], "characters of the text")
    expect(sha256(text.encode()).hexdigest(), ends[0]["sha256"], "sha256 of the text")
    expect(ends[0].get("content", text), text, "`content` of `finalized`")


def text_of(events: Iterable[Frame]) -> str:
    """The text of one message after these events of it."""
    text = ""
    for event in events:
        if event["type"] == "delta":
            text += event["content"]
        elif event.get("status") == "restarted":
            text = event.get("content", "")
    return text


def joined(events: Iterable[Frame]) -> list[dict[str, Any]]:
    """The events without ids and times, with neighbouring deltas put together: equal for readings that say the same."""
    result: list[dict[str, Any]] = []
    for event in events:
        plain = {name: value for name, value in event.items() if name not in ("id", "ts", "merged")}
        last = result[-1] if result else {}
        if plain["type"] in GROWING and _is_same_text(plain, last):
            last["content"] += plain["content"]
        else:
            result.append(plain)
    return result


def _is_same_text(event: Frame, last: Frame) -> bool:
    return (event["type"], event["message_id"]) == (last.get("type"), last.get("message_id"))


def _position(text: str) -> Position:
    return Position.parse(text) or START
