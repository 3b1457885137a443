"""Errors that stand in a stream of 200, in whichever shape: `{"error": …}`, `{"object": "error"}`, `{"message", "code"}`."""

import json
from typing import Any, NoReturn

from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.refusals import Refusal

_SIGNS = [
    *("error", "errors", "detail", "message", "msg", "code", "status_code", "fault", "exception"),
    *("error_msg", "error_message", "errorMessage", "errorCode", "error_code"),
]
_NAMES = ("object", "type", "status")  # what may be called `error`


def raise_error(event: Any) -> None:
    """Raise RefusalError for an event that is an error, ValueError for one that no API sends; return if it has no content."""
    if not isinstance(event, dict):
        raise ValueError(f"an event that is a {type(event).__name__}")
    result = event.get("base_resp")  # MiniMax's: a code of 0 is well
    failed = isinstance(result, dict) and result.get("status_code")
    if failed or any(event.get(sign) for sign in _SIGNS) or any(event.get(name) == "error" for name in _NAMES):
        refuse(event)


def refuse_chat() -> NoReturn:
    """Some addresses answer with Chat Completions wherever they are asked: they have none of this dialect."""
    raise RefusalError(
        Refusal(404, json.dumps({"error": {"message": "404 page not found: Chat Completions answer in its place"}}))
    )


def refuse(event: Any) -> NoReturn:
    raise RefusalError(Refusal(0, json.dumps(event)))
