"""A finished step of the model as its row keeps it, and as the model is given it again: to the byte.

What a provider wants back with its own answer (`Vendor`, `ToolRequest.vendor`) is one JSON text in `Step.vendor`.
"""

import json
from collections.abc import Sequence
from typing import Any

from orchestrator.llm.interface import StepEnd, ToolRequest, Vendor
from projects.models import Step


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


def _read(step: Step) -> dict[str, Any]:
    return json.loads(step.vendor) if step.vendor else {}
