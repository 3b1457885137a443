"""A finished step of the model as its row keeps it, and as the model is given it again: to the byte.

What a provider wants back with its own answer (`Vendor`, `ToolRequest.vendor`) is one JSON text in `Step.vendor`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from orchestrator.llm.interface import ChatMessage, StepEnd, ToolRequest, Vendor
from projects.models import Step, ToolCall


def vendor_text(end: StepEnd) -> str:
    """What `Step.vendor` keeps of this end; empty if its provider wants nothing back."""
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
    """A finished step as the model is given it again: what it said, what it called, what came of it.

    `result`: the text of what came of a call; all of it if that is not given.
    """
    requests = requests_of(step)
    said = ChatMessage("assistant", step.content, requests, vendor=vendor_of(step))
    ended = [call for call in calls if call.status != ToolCall.Status.RUNNING]
    return [said, *(tool_result(requests[call.index].id, call, result) for call in ended)]


def tool_result(request_id: str, call: ToolCall, result: Callable[[ToolCall], str] | None = None) -> ChatMessage:
    """`request_id`: the model's own, whole; the row of the call has no room for a long one."""
    return ChatMessage("tool", (result or _whole_result)(call), tool_request_id=request_id)


def result_text(success: bool, result: Any, error: str | None) -> str:
    """Data, marked as such: what stands in a result is never an instruction."""
    return json.dumps({"success": success, "result": result, "error": error}, ensure_ascii=False)


def _whole_result(call: ToolCall) -> str:
    return result_text(call.status == ToolCall.Status.SUCCESS, call.payload, call.error)


def _read(step: Step) -> dict[str, Any]:
    return json.loads(step.vendor) if step.vendor else {}
