"""The state of one client after the frames that it received, and every frame that breaks a promise of the protocol."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from chatstream.log.entries import START, Position

ENDED = ("success", "error", "cancelled")


@dataclass
class Follower:
    """`apply` each frame in its order. `lost`, `duplicated`, `reordered` count events; `problems` describe them."""

    name: str
    position: Position | None = None
    texts: dict[str, str] = field(default_factory=dict)
    reasoning: dict[str, str] = field(default_factory=dict)
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)  # of texts that a snapshot has left out
    ended: set[str] = field(default_factory=set)
    results: dict[str, bool] = field(default_factory=dict)  # of tool calls: whether they succeeded
    events: int = 0
    lost: int = 0
    duplicated: int = 0
    reordered: int = 0
    problems: list[str] = field(default_factory=list)
    _since_snapshot: set[str] = field(default_factory=set)

    def apply(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "snapshot":
            self._apply_snapshot(frame)
        elif "id" in frame:
            self._check_position(Position.parse(frame["id"]) or START, frame.get("merged", 1))
            self._apply_event(frame)

    def _apply_snapshot(self, snapshot: dict[str, Any]) -> None:
        self.position = Position.parse(snapshot["at"])
        messages = snapshot["messages"]
        if not snapshot.get("more"):  # else older messages stay as they were
            self.texts, self.reasoning, self.measures, self.ended = {}, {}, {}, set()
        self.texts |= {message["id"]: message["content"] for message in messages if "content" in message}
        self.reasoning |= {each["id"]: each.get("reasoning", "") for each in messages if not each.get("partial")}
        self.measures |= {message["id"]: message for message in messages if "content" not in message}
        self.ended |= {message["id"] for message in messages if message["status"] in ENDED}
        self._since_snapshot = set()

    def _check_position(self, here: Position, merged: int) -> None:
        """The sequence has no hole and no step back; a new epoch begins with a snapshot."""
        self.events += merged
        last, self.position = self.position, here
        before = here.seq - merged
        if last is None or (last != START and here.epoch != last.epoch):
            self.lost += 1
            self.problems.append(f"{here} came after {last}, without a snapshot between them")
        elif before > last.seq:
            self.lost += before - last.seq
            self.problems.append(f"{before - last.seq} events are missing between {last} and {here}")
        elif here.seq == last.seq:
            self.duplicated += 1
            self.problems.append(f"{here} came twice")
        elif before < last.seq:
            self.reordered += 1
            self.problems.append(f"{here} came after {last}")

    def _apply_event(self, event: dict[str, Any]) -> None:
        message = event.get("message_id", "")
        if message in self.ended and event["type"] in ("delta", "reasoning", "finalized"):
            self.duplicated += 1
            self.problems.append(f"{event['type']} {event['id']} came after the end of {message}")
        if event["type"] == "message_created":
            self.texts[message], self.reasoning[message] = event["content"], ""
        elif event["type"] == "reasoning" and message in self.reasoning:
            self.reasoning[message] += event["content"]
        elif event["type"] == "delta":
            self.texts[message] = self.texts.get(message, "") + event["content"]
        elif event.get("status") == "restarted":
            self.texts[message], self.reasoning[message] = event.get("content", ""), ""
        elif event["type"] == "tool_result":
            self._add_result(event["tool_call_id"], event["success"])
        elif event["type"] == "finalized":
            self._end(message, event)

    def _add_result(self, call: str, success: bool) -> None:
        """A tool call ends once, and its result never changes."""
        if call in self._since_snapshot or self.results.get(call, success) != success:
            self.duplicated += 1
            self.problems.append(
                f"tool call {call} ended with success={self.results[call]}, then with success={success}"
            )
        self._since_snapshot.add(call)
        self.results[call] = success

    def _end(self, message: str, event: dict[str, Any]) -> None:
        text = self.texts.get(message, "")
        if not _fits(text, event):
            self.lost += 1
            self.problems.append(f"{message} was shown as {text!r} and ended as {event.get('content')!r}")
        self.texts[message] = event.get("content", text)
        self.ended.add(message)

    def holds(self, message: str, text: str) -> bool:
        """Whether `text` is that of an ended message, by the content or hash in the frames."""
        if message in self.texts:
            return self.texts[message] == text
        return message in self.measures and _fits(text, self.measures[message])


def _fits(text: str, frame: dict[str, Any]) -> bool:
    """Whether `text` has the content, or the length and hash, of a frame."""
    if "sha256" in frame and (frame["length"], frame["sha256"]) != (len(text), sha256(text.encode()).hexdigest()):
        return False
    return bool(frame.get("content", text) == text)
