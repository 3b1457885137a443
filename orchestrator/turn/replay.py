"""A finished step of the model, to its row and back into messages, byte for byte.

Data that a provider wants back with its own answer (`Vendor`, `ToolRequest.vendor`) is one JSON text in `Step.vendor`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from orchestrator.llm.interface import ChatMessage, StepEnd, ToolRequest, Vendor
from orchestrator.tools.video import PAGE_FIELDS
from orchestrator.turn.steering import read_at
from projects.models import Message, Step, ToolCall


def vendor_text(end: StepEnd) -> str:
    """The value of `Step.vendor` for this end; "" if its provider wants nothing back."""
    vendor = end.vendor and {"origin": end.vendor.origin, "data": end.vendor.data}
    requests = [request.vendor for request in end.tool_requests]
    if vendor is None and not any(requests):
        return ""
    return json.dumps({"vendor": vendor, "requests": requests})


def vendor_of(step: Step) -> Vendor | None:
    """What its provider wants back with the step as a whole."""
    vendor = _read(step).get("vendor")
    return Vendor(vendor["origin"], vendor["data"]) if vendor else None


def requests_of(step: Step) -> tuple[ToolRequest, ...]:
    """The tool requests of a step, with what their provider wants back."""
    vendors: Sequence[Any] = _read(step).get("requests") or [None] * len(step.tool_requests)
    return tuple(
        ToolRequest(each["id"], each["name"], each["arguments"], vendor)
        for each, vendor in zip(step.tool_requests, vendors, strict=True)
    )


def replayed_step(
    step: Step, calls: Iterable[ToolCall], result: Callable[[ToolCall], str] | None = None
) -> list[ChatMessage]:
    """A finished step as messages: its text and tool requests, then the result of each finished call.

    `result`: the text of a call's result; all of it by default.
    """
    requests = requests_of(step)
    step_message = ChatMessage("assistant", step.content, requests, vendor=vendor_of(step))
    ended = [call for call in calls if call.status != ToolCall.Status.RUNNING]
    return [step_message, *(tool_result(requests[call.index].id, call, result) for call in ended)]


def replayed_steps(
    answer: Message, steps: Sequence[Step], calls: Iterable[ToolCall], result: Callable[[ToolCall], str] | None = None
) -> list[ChatMessage]:
    """The finished steps of an answer, each behind what it has read of what the person added; last what is read after them."""
    messages: list[ChatMessage] = []
    for step in steps:
        own = [call for call in calls if call.step == step.number]
        messages += [*read_at(answer, step.number), *replayed_step(step, own, result)]
    return [*messages, *read_at(answer, len(steps))]


def tool_result(request_id: str, call: ToolCall, result: Callable[[ToolCall], str] | None = None) -> ChatMessage:
    """`request_id`: the whole id that the model gave; the row of the call holds a shortened one."""
    return ChatMessage("tool", (result or _whole_result)(call), tool_request_id=request_id)


def result_text(success: bool, result: Any, error: str | None) -> str:
    """As JSON, so that a model reads a result as data and not as instructions."""
    return json.dumps({"success": success, "result": result, "error": error}, ensure_ascii=False)


def _whole_result(call: ToolCall) -> str:
    return result_text(call.status == ToolCall.Status.SUCCESS, _without_page_fields(call.payload), call.error)


def _without_page_fields(payload: dict[str, Any] | None) -> dict[str, Any] | None:
    return payload and {name: value for name, value in payload.items() if name not in PAGE_FIELDS}


def _read(step: Step) -> dict[str, Any]:
    return json.loads(step.vendor) if step.vendor else {}
