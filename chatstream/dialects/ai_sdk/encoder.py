"""An answer as the chunks of a UI message stream."""

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

_REASONS = {"stop": "stop", "refused": "stop", "length": "length", "filtered": "content-filter"}
DONE = "[DONE]"


class UiMessageEncoder:
    """`can_reset`: from version 7 on a step can be taken back. Before that the response ends; its resume has all of it anew."""

    def __init__(self, message_id: str, can_reset: bool) -> None:
        self.is_over = False
        self._message_id = message_id
        self._can_reset = can_reset
        self._open = ""  # the kind of the part that is being written: text or reasoning
        self._parts = 0

    def begin(self) -> Iterator[str]:
        yield dumps({"type": "start", "messageId": self._message_id})
        yield dumps({"type": "start-step"})

    def encode(self, change: Change) -> Iterator[str]:
        for chunk in self._chunks(change):
            yield chunk if isinstance(chunk, str) else dumps(chunk)

    def _chunks(self, change: Change) -> Iterator[dict[str, Any] | str]:
        match change:
            case Text(content):
                yield from self._write("text", content)
            case Thought(content):
                yield from self._write("reasoning", content)
            case Status():
                data = {"status": change.status, "attempt": change.attempt}
                yield {"type": "data-status", "id": "status", "data": data, "transient": True}
            case ToolStarted(id, name, title, arguments):
                yield from self._close()
                call = {"toolCallId": id, "toolName": name, "title": title, "dynamic": True, "providerExecuted": True}
                yield {"type": "tool-input-start", **call}
                yield {"type": "tool-input-available", **call, "input": arguments}
            case ToolProgress(id, detail, progress):
                output = {"detail": detail, "progress": progress}
                yield {"type": "tool-output-available", **_call(id), "output": output, "preliminary": True}
            case ToolEnded(id, payload, None):
                yield {"type": "tool-output-available", **_call(id), "output": payload}
            case ToolEnded(id, _, error):
                yield {"type": "tool-output-error", **_call(id), "errorText": error}
            case Steering(id, text, is_read):
                if is_read:  # what follows is a part of its own, behind it
                    yield from self._close()
                yield {"type": "data-steering", "id": id, "data": {"text": text, "read": is_read}}
            case Other(event):
                yield {"type": f"data-{event['type']}", "id": event["type"], "data": event}
            case Waiting(calls):
                yield from self._wait(calls)
            case Reset():
                yield from self._reset()
            case Ended():
                yield from self._end(change)

    def _write(self, kind: str, content: str) -> Iterator[dict[str, Any]]:
        if self._open != kind:
            yield from self._close()
            self._open, self._parts = kind, self._parts + 1
            yield {"type": f"{kind}-start", "id": str(self._parts)}
        yield {"type": f"{kind}-delta", "id": str(self._parts), "delta": content}

    def _close(self) -> Iterator[dict[str, Any]]:
        if self._open:
            yield {"type": f"{self._open}-end", "id": str(self._parts)}
            self._open = ""

    def _reset(self) -> Iterator[dict[str, Any]]:
        if self._can_reset:
            self._open = ""
            yield {"type": "reset-step"}
        else:
            self.is_over = True

    def _wait(self, calls: Sequence[ToolStarted]) -> Iterator[dict[str, Any] | str]:
        """The response ends, so that the client may send what the person decides."""
        yield from self._close()
        self.is_over = True
        for call in calls:
            yield {"type": "tool-approval-request", "approvalId": call.id, "toolCallId": call.id}
        yield {"type": "finish-step"}
        yield {"type": "finish", "finishReason": "tool-calls"}
        yield DONE

    def _end(self, end: Ended) -> Iterator[dict[str, Any] | str]:
        """A failed answer is an `error` alone: that is what a page shows."""
        yield from self._close()
        self.is_over = True
        if end.status == "error":
            yield {"type": "error", "errorText": end.error}
            yield DONE
            return
        metadata = {"status": end.status, "finishReason": end.finish_reason, "usage": end.usage or {}}
        yield {"type": "message-metadata", "messageMetadata": metadata}
        if end.status == "cancelled":  # clients do not always say that it was one: the metadata does
            yield {"type": "abort"}
        else:
            yield {"type": "finish-step"}
            yield {"type": "finish", "finishReason": _REASONS.get(end.finish_reason, "other")}
        yield DONE


def _call(call_id: str) -> dict[str, Any]:
    return {"toolCallId": call_id, "dynamic": True, "providerExecuted": True}
