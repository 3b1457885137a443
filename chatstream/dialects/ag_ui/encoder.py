"""An answer as the events of an AG-UI run."""

from collections.abc import Iterator, Sequence
from typing import Any

from chatstream.dialects.changes import (
    Change,
    Ended,
    Other,
    Reset,
    Status,
    Steering,
    Text,
    Thought,
    ToolEnded,
    ToolProgress,
    ToolStarted,
    Waiting,
)
from chatstream.dialects.streaming import dumps

Event = dict[str, Any]

_DECISION = {"type": "object", "properties": {"approved": {"type": "boolean"}}, "required": ["approved"]}


class RunEncoder:
    """`messages`: those of the request. A client that comes back has parts of this answer among them, which it gets anew.

    `protocol`: the version that the client names. One before 1.0 names none, and takes no outcome of a run that was cancelled.
    """

    def __init__(
        self, thread_id: str, run_id: str, answer_id: str, messages: list[Event], protocol: str | None = None
    ) -> None:
        self.is_over = False
        self._protocol = protocol
        self._run = {"threadId": thread_id, "runId": run_id}
        self._answer_id = answer_id
        self._before = [message for message in messages if not self._is_ours(message)]
        self._has_parts = len(self._before) < len(messages)
        self._state: Event = {}
        self._open = ""  # the kind of the message that is being written: TEXT or REASONING
        self._count = 0
        self._message_id = answer_id

    def begin(self) -> Iterator[str]:
        yield dumps({"type": "RUN_STARTED", **self._run})
        if self._has_parts:
            yield dumps(self._snapshot())

    def encode(self, change: Change) -> Iterator[str]:
        yield from map(dumps, self._events(change))

    def _events(self, change: Change) -> Iterator[Event]:
        match change:
            case Text(content):
                yield from self._write("TEXT", content)
            case Thought(content):
                yield from self._write("REASONING", content)
            case Status(status, attempt):
                value = {"status": status, "attempt": attempt}
                yield {"type": "CUSTOM", "name": "chatstream.status", "value": value}
            case ToolStarted(id, name, _, arguments):
                yield from self._close()
                yield {"type": "TOOL_CALL_START", "toolCallId": id, "toolCallName": name}
                yield {"type": "TOOL_CALL_ARGS", "toolCallId": id, "delta": dumps(arguments)}
                yield {"type": "TOOL_CALL_END", "toolCallId": id}
            case ToolProgress(id, detail, progress):
                shown = {"detail": detail, "progress": progress}
                about = {"messageId": f"{self._answer_id}:activity:{id}", "activityType": "TOOL_PROGRESS"}
                yield {"type": "ACTIVITY_SNAPSHOT", **about, "content": shown}
            case ToolEnded(id, payload, error):
                content = dumps({"error": error} if error else payload)
                about = {"messageId": f"{self._answer_id}:result:{id}", "toolCallId": id, "role": "tool"}
                yield {"type": "TOOL_CALL_RESULT", **about, "content": content}
            case Steering(id, text, is_read):
                yield {
                    "type": "CUSTOM",
                    "name": "chatstream.steering",
                    "value": {"id": id, "text": text, "read": is_read},
                }
            case Other(event):
                self._state = {**self._state, event["type"]: event}
                yield {"type": "STATE_SNAPSHOT", "snapshot": self._state}
            case Waiting(calls):
                yield from self._close()
                yield self._interrupt(calls)
            case Reset():
                yield from self._close()
                yield self._snapshot()
            case Ended():
                yield from self._close()
                yield self._end(change)

    def _write(self, kind: str, content: str) -> Iterator[Event]:
        if self._open != kind:
            yield from self._close()
            self._open, self._count = kind, self._count + 1
            self._message_id = self._answer_id if self._count == 1 else f"{self._answer_id}:{self._count}"
            if kind == "REASONING":
                yield {"type": "REASONING_START", "messageId": self._message_id}
            role = "assistant" if kind == "TEXT" else "reasoning"
            yield {"type": f"{kind}_MESSAGE_START", "messageId": self._message_id, "role": role}
        yield {"type": f"{kind}_MESSAGE_CONTENT", "messageId": self._message_id, "delta": content}

    def _close(self) -> Iterator[Event]:
        if self._open:
            yield {"type": f"{self._open}_MESSAGE_END", "messageId": self._message_id}
            if self._open == "REASONING":
                yield {"type": "REASONING_END", "messageId": self._message_id}
            self._open = ""

    def _snapshot(self) -> Event:
        """What the client has, without this answer."""
        return {"type": "MESSAGES_SNAPSHOT", "messages": self._before}

    def _interrupt(self, calls: Sequence[ToolStarted]) -> Event:
        self.is_over = True
        interrupts = [
            {
                "id": f"{self._answer_id}:{call.id}",
                "reason": "tool_call",
                "message": call.title,
                "toolCallId": call.id,
                "responseSchema": _DECISION,
            }
            for call in calls
        ]
        return {"type": "RUN_FINISHED", **self._run, "outcome": {"type": "interrupt", "interrupts": interrupts}}

    def _end(self, end: Ended) -> Event:
        self.is_over = True
        if end.status == "error":
            return {"type": "RUN_ERROR", "message": end.error, "code": end.code}
        result = {"status": end.status, "finishReason": end.finish_reason, "usage": end.usage or {}}
        finished = {"type": "RUN_FINISHED", **self._run, "result": result}
        if end.status == "success":
            return {**finished, "outcome": {"type": "success"}}
        return {**finished, "outcome": {"type": "cancelled"}} if self._protocol else finished

    def _is_ours(self, message: Event) -> bool:
        message_id = str(message.get("id", ""))
        return message_id == self._answer_id or message_id.startswith(f"{self._answer_id}:")
