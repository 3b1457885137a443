"""Runs as a log holds them, one of each kind, and what a snapshot says at any point of them."""

import json
from itertools import count

from chatstream.follow.fold import fold
from chatstream.wire.events import Event
from chatstream.wire.views import MessageError, MessageView, SteeringView, ToolCallView
from projects.events import StoryboardChanged  # noqa: F401 - one of them

QUESTION, ANSWER, NEXT, NEXT_ANSWER, RETRY = (f"{n}0000000-0000-4000-8000-000000000000" for n in range(1, 6))
TOOL, OTHER_TOOL = (f"{n}0000000-0000-4000-8000-00000000000a" for n in range(1, 3))
REQUEST = "70000000-0000-4000-8000-000000000000"


def _created(message_id: str, role: str, content: str = "", **fields: object) -> dict:
    status = "success" if role == "user" else "pending"
    return {
        "type": "message_created",
        "message_id": message_id,
        "role": role,
        "content": content,
        "status": status,
    } | fields


def _status(status: str, attempt: int = 1, message_id: str = ANSWER, **fields: object) -> dict:
    return {"type": "status", "message_id": message_id, "status": status, "attempt": attempt, **fields}


def _delta(content: str, message_id: str = ANSWER) -> dict:
    return {"type": "delta", "message_id": message_id, "content": content}


def _reasoning(content: str) -> dict:
    return {"type": "reasoning", "message_id": ANSWER, "content": content}


def _tool_start(
    tool: str = TOOL, name: str = "set_title", offset: int = 6, reasoning_offset: int = 0, **fields: object
) -> dict:
    place = {"offset": offset, "reasoning_offset": reasoning_offset, **fields}
    call = {"tool_call_id": tool, "name": name, "title": "Naming it", **place, "arguments": {"title": "Roast"}}
    return {"type": "tool_start", "message_id": ANSWER, **call}


def _approval(what: str, **fields: object) -> dict:
    return {"type": f"approval_{what}", "message_id": ANSWER, "tool_call_id": TOOL, **fields}


def _steering(request_id: str = REQUEST, text: str = "Make it blue", **place: object) -> dict:
    return {"type": "steering", "message_id": ANSWER, "request_id": request_id, "text": text, **place}


def _tool_result(tool: str = TOOL, name: str = "set_title", success: bool = True) -> dict:
    result = {"success": success, "payload": {"title": "Roast"}, "elapsed_ms": 40, "revision": 3}
    error = {} if success else {"error": "It could not be done."}
    return {"type": "tool_result", "message_id": ANSWER, "tool_call_id": tool, "name": name, **result, **error}


def _progress(progress: float | None) -> dict:
    call = {"tool_call_id": TOOL, "name": "set_title", "detail": "half of it", "progress": progress}
    return {"type": "tool_progress", "message_id": ANSWER, **call}


def _finalized(status: str, content: str, message_id: str = ANSWER) -> dict:
    usage = {"model": "demo", "input_tokens": 3, "output_tokens": 5}
    return {
        "type": "finalized",
        "message_id": message_id,
        "status": status,
        "finish_reason": "stop" if status == "success" else status,
        "content": content,
        "usage": usage,
        "elapsed_ms": 9,
    }


_ASKED = [
    _created(QUESTION, "user", "A coffee shop", request_id=REQUEST),
    _created(ANSWER, "assistant", request_id=REQUEST),
]
_FAILED = {"type": "error", "message_id": ANSWER, "code": "provider", "error": "It did not answer.", "retryable": True}

RUNS = {
    "words": [*_ASKED, _status("thinking"), _delta("Hel"), _delta("lo"), _finalized("success", "Hello")],
    "tools": [
        *_ASKED, _status("thinking"), _delta("On it."), _status("building"), _tool_start(), _progress(None), _progress(0.5),
        _tool_start(OTHER_TOOL, "add_scene"), _tool_result(), _tool_result(OTHER_TOOL, "add_scene", success=False),
        _delta("\n\nDone."), _finalized("success", "On it.\n\nDone."),
    ],
    "restarted": [
        *_ASKED, _status("thinking"), _delta("Kept."), _tool_start(offset=5), _tool_result(), _delta(" Lost"),
        _tool_start(OTHER_TOOL, offset=10),
        _status("restarted", attempt=2, content="Kept."), _delta(" New."), _finalized("success", "Kept. New."),
    ],
    "allowed": [
        *_ASKED, _status("thinking"), _delta("May I?"), _tool_start(approval="requested"),
        _approval("requested", name="set_title", title="Naming it"),
        _status("waiting"), _approval("decided", decision="approved"), _status("restarted", content="May I?"),
        _tool_start(approval="approved"), _tool_result(), _delta(" Done."), _finalized("success", "May I? Done."),
    ],
    "declined": [
        *_ASKED, _status("thinking"), _delta("May I?"), _tool_start(approval="requested"),
        _approval("requested", name="set_title", title="Naming it"),
        _status("waiting"), _approval("decided", decision="declined"), _tool_result(success=False), _finalized("success", "May I?"),
    ],
    "steered": [
        *_ASKED, _status("thinking"), _delta("On it."), _tool_start(), _steering(), _tool_result(),
        _steering(offset=6, reasoning_offset=0, call_offset=1), _tool_start(OTHER_TOOL, "add_scene"),
        _tool_result(OTHER_TOOL, "add_scene"), _status("restarted", attempt=2, content="On it."), _delta("\n\nBlue."),
        _steering(NEXT, "And a dog"), _finalized("success", "On it.\n\nBlue."),
    ],
    "thoughts": [
        *_ASKED, _status("thinking"), _reasoning("A short"), _reasoning(" one."), _delta("On it."),
        _tool_start(reasoning_offset=12),
        _tool_result(), _reasoning("\n\nDone?"), _status("restarted", attempt=2, content="On it."), _reasoning("A short one."),
        _reasoning("\n\nYes."), _delta("\n\nDone."), _finalized("success", "On it.\n\nDone."),
    ],
    "stopped": [
        *_ASKED, _status("thinking"), _delta("Half"), _tool_start(offset=4), _status("stopping"), _finalized("cancelled", "Half"),
    ],
    "failed": [
        *_ASKED, _status("thinking"), _delta("Half"), _tool_start(offset=4), _FAILED, _finalized("error", "Half"),
    ],
    "queued, then retried": [
        *_ASKED, _created(NEXT, "user", "Shorter"), _created(NEXT_ANSWER, "assistant"),
        _status("queued", attempt=0, message_id=NEXT_ANSWER), _status("thinking"), _delta("One"), _finalized("success", "One"),
        _status("thinking", message_id=NEXT_ANSWER), _finalized("cancelled", "", NEXT_ANSWER),
        _created(RETRY, "assistant", retry_of=ANSWER), _status("thinking", message_id=RETRY), _delta("Two", RETRY),
        _finalized("success", "Two", RETRY),
    ],
}  # fmt: skip


TYPES = {kind.model_fields["type"].default: kind for kind in Event.__subclasses__()}


def logged(run: str) -> list[dict]:
    """The events as they come over the wire; each is one that the server could send."""
    places = count(1)
    events = [{**event, "ts": 1000 + 10 * number} for number, event in enumerate(RUNS[run])]
    return [
        {"id": f"1-{next(places)}", **json.loads(TYPES[event["type"]].model_validate(event).encode())}
        for event in events
    ]


def snapshot_after(events: list[dict]) -> dict:
    """What the server would say at this point, by its own fold."""
    messages = []
    title = "Coffee"
    for created in (event for event in events if event["type"] == "message_created"):
        state = fold(event for event in events if event["message_id"] == created["message_id"])
        ended = state.final_event or {}
        view = MessageView(
            id=created["message_id"], role=created["role"], created=created["ts"],
            request_id=created.get("request_id"), retry_of=created.get("retry_of"),
            content=state.content, reasoning=state.reasoning or None,
            status=state.status, finish_reason=ended.get("finish_reason"),
            attempt=state.attempt, phase=None if ended else state.phase,
            error=MessageError(**state.error) if state.error else None,
            usage=ended.get("usage"), elapsed_ms=ended.get("elapsed_ms"), first_token_ms=ended.get("first_token_ms"),
            tool_calls=[ToolCallView(**call) for call in state.tool_calls.values()],
            steerings=[SteeringView(**each) for each in state.steerings.values()] or None,
        )  # fmt: skip
        messages.append(json.loads(view.encode()))
    if any(event["type"] == "tool_result" and event["name"] == "set_title" and event["success"] for event in events):
        title = "Roast"
    project = {"id": "p", "title": title, "more": False}
    at = events[-1]["id"] if events else "1-0"
    return {"type": "snapshot", "at": at, "project": project, "messages": messages, "storyboard": None}
