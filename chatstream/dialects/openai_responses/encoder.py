"""An answer as the events of a response, numbered so that any connection numbers them alike.

A delta's number is 3 and the characters up to its end, however the text was cut into deltas; what comes after the text counts on
from there. So `starting_after` finds its place in the text without anybody having kept the events.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from chatstream.dialects.changes import Change, Ended, Reset, Text, ToolStarted, Waiting
from chatstream.dialects.streaming import dumps

Event = dict[str, Any]

_BEFORE_TEXT = 3  # the number of the last event before the text
STATUS = {"success": "completed", "cancelled": "cancelled", "error": "failed"}
_LAST = {"completed": "response.completed", "cancelled": "response.incomplete", "failed": "response.failed"}
# What a response says of settings that the server has chosen, not the request.
_SETTINGS: Event = {
    "instructions": None,
    "previous_response_id": None,
    "tools": [],
    "tool_choice": "auto",
    "parallel_tool_calls": False,
    "max_tool_calls": None,
    "max_output_tokens": None,
    "truncation": "disabled",
    "text": {"format": {"type": "text"}},
    "reasoning": None,
    "temperature": 1,
    "top_p": 1,
    "top_logprobs": 0,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "store": True,
    "background": False,
    "service_tier": "default",
    "metadata": {},
    "safety_identifier": None,
    "prompt_cache_key": None,
}
DONE = "[DONE]"
BEGUN_ANEW = "This answer was begun anew. Retrieve it without starting_after."


class ResponseEncoder:
    """`starting_after`: the number of the last event that the reader has; -1: none."""

    def __init__(self, conversation: str, answer_id: str, created: int, model: str, starting_after: int = -1) -> None:
        self.is_over = False
        response_id, conversation_of = f"resp_{answer_id}_{conversation}", {"conversation": {"id": conversation}}
        self._head = {"id": response_id, "object": "response", "created_at": created, "model": model, **conversation_of}
        self._item_id = f"msg_{answer_id}"
        self._after = starting_after
        self._text = ""

    def begin(self) -> Iterator[str]:
        response = self.response("in_progress")
        events: list[Event] = [
            {"type": "response.created", "response": response},
            {"type": "response.in_progress", "response": response},
            {"type": "response.output_item.added", "output_index": 0, "item": self._item("in_progress", [])},
            {"type": "response.content_part.added", **self._place, "part": _part("")},
        ]
        yield from self._number(0, events)

    def encode(self, change: Change) -> Iterator[str]:
        match change:
            case Text(content):
                yield from self._delta(content)
            case Waiting(calls):
                self.is_over = True
                yield from self._wait(calls)
            case Reset():
                self.is_over = True
                error = {"type": "error", "code": "begun_anew", "message": BEGUN_ANEW, "param": None}
                yield _event({**error, "sequence_number": _BEFORE_TEXT + len(self._text) + 1})
            case Ended():
                self.is_over = True
                yield from self._end(change)

    def response(
        self, status: str, end: Ended | None = None, text: str = "", calls: Sequence[ToolStarted] = ()
    ) -> Event:
        """The object of the API; with its `end` and whole text once it has ended, or with the `calls` that must be allowed."""
        output = [self._item("completed", [_part(text)])] if end or calls else []
        output += [self._approval_request(call) for call in calls]
        error = {"code": "server_error", "message": end.error} if end and end.status == "error" else None
        how = {"status": status, "completed_at": None, "incomplete_details": None, "error": error}
        return {**self._head, **how, "output": output, "usage": _usage(end) if end else None, **_SETTINGS}

    def _delta(self, content: str) -> Iterator[str]:
        """Without what the reader has already."""
        known = max(0, self._after - _BEFORE_TEXT - len(self._text))
        self._text += content
        if content[known:]:
            event = {"type": "response.output_text.delta", **self._place, "delta": content[known:], "logprobs": []}
            yield _event({**event, "sequence_number": _BEFORE_TEXT + len(self._text)})

    def _end(self, end: Ended) -> Iterator[str]:
        status = STATUS[end.status]
        yield from self._close([{"type": _LAST[status], "response": self.response(status, end, self._text)}])

    def _wait(self, calls: Sequence[ToolStarted]) -> Iterator[str]:
        """This response is complete; what is decided comes with another request, whose response goes on."""
        events: list[Event] = []
        for index, call in enumerate(calls, start=1):
            place = {"output_index": index, "item": self._approval_request(call)}
            events += [{"type": f"response.output_item.{what}", **place} for what in ("added", "done")]
        response = self.response("completed", None, self._text, calls)
        yield from self._close([*events, {"type": "response.completed", "response": response}])

    def _close(self, after: Sequence[Event]) -> Iterator[str]:
        item = self._item("completed", [_part(self._text)])
        events = [
            {"type": "response.output_text.done", **self._place, "text": self._text, "logprobs": []},
            {"type": "response.content_part.done", **self._place, "part": _part(self._text)},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
            *after,
        ]
        yield from self._number(_BEFORE_TEXT + len(self._text) + 1, events)
        yield DONE

    def _number(self, first: int, events: list[Event]) -> Iterator[str]:
        for number, event in enumerate(events, start=first):
            if number > self._after:
                yield _event({**event, "sequence_number": number})

    def _approval_request(self, call: ToolStarted) -> Event:
        about = {"id": f"mcpr_{self._item_id.removeprefix('msg_')}_{call.id}", "type": "mcp_approval_request"}
        return {**about, "name": call.name, "arguments": dumps(call.arguments), "server_label": "chatstream"}

    @property
    def _place(self) -> Event:
        return {"item_id": self._item_id, "output_index": 0, "content_index": 0}

    def _item(self, status: str, content: list[Event]) -> Event:
        return {"id": self._item_id, "type": "message", "status": status, "role": "assistant", "content": content}


def _event(event: Event) -> str:
    """With its type as a field of Server-Sent Events too: the specification wants it twice."""
    return f"{dumps(event)}\nevent: {event['type']}"


def _part(text: str) -> Event:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _usage(end: Ended) -> Event:
    usage = end.usage or {}
    given, made = usage.get("input_tokens", 0), usage.get("output_tokens", 0)
    details = {
        "input_tokens_details": {"cached_tokens": usage.get("cached_tokens", 0)},
        "output_tokens_details": {"reasoning_tokens": usage.get("reasoning_tokens", 0)},
    }
    return {"input_tokens": given, "output_tokens": made, "total_tokens": given + made, **details}
