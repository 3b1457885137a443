"""What a person has decided, in a message of `useChat`; and what that shows of the answer already."""

from collections.abc import Iterator
from typing import Any

from chatstream.dialects.answer_reader import AnswerReader

Part = dict[str, Any]

_STATUS = {"output-available": "success", "output-error": "error", "output-denied": "error"}


def decisions_of(message: Part) -> Iterator[tuple[str, bool]]:
    """The id of each call that was decided about and has no result, and whether it was allowed."""
    for part in _parts(message):
        approval = part.get("approval")
        if part.get("state") == "approval-responded" and isinstance(approval, dict):
            yield str(approval.get("id", "")), approval.get("approved") is True


def reader_of(message: Part) -> AnswerReader:
    """Of a client that goes on with this message: it appends to its parts."""
    return AnswerReader(
        _joined(message, "text"),
        _joined(message, "reasoning"),
        {
            str(part["toolCallId"]): "running"
            if part.get("preliminary")
            else _STATUS.get(str(part.get("state")), "running")
            for part in _parts(message)
            if "toolCallId" in part
        },
    )


def _joined(message: Part, kind: str) -> str:
    return "".join(str(part.get("text", "")) for part in _parts(message) if part.get("type") == kind)


def _parts(message: Part) -> list[Part]:
    parts = message.get("parts")
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
