"""Errors that stand in a stream of 200, in whichever shape: `{"error": …}`, `{"object": "error"}`, `{"message", "code"}`."""

import json
from typing import Any, NoReturn

from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.refusals import Refusal

_SIGNS = [
    *("error", "errors", "detail", "message", "msg", "code", "status_code", "fault", "exception"),
    *("error_msg", "error_message", "errorMessage", "errorCode", "error_code"),
]
_CODES = ("code", "status_code", "error_code", "errorCode")
_WORDS = ("message", "msg", "error_msg", "error_message", "errorMessage")  # of an error, or of a success
_NAMES = ("object", "type", "status")  # what may be called `error`


def raise_error(event: Any) -> None:
    """Raise RefusalError for an event that is an error, ValueError for one that no API sends; return if it has no content."""
    if not isinstance(event, dict):
        raise ValueError(f"an event that is a {type(event).__name__}")
    result = event.get("base_resp")  # MiniMax's: a code of 0 is well
    failed = isinstance(result, dict) and result.get("status_code")
    signs = {sign for sign in _SIGNS if has_content(event.get(sign))}
    is_success = signs <= {*_CODES, *_WORDS} and any(str(event.get(name)) in ("0", "200") for name in _CODES)
    if failed or (signs and not is_success) or any(event.get(name) == "error" for name in _NAMES):
        refuse(event)


def has_content(error: Any) -> bool:
    """Some gateways send an error whose fields are all empty with every answer."""
    return any(error.values()) if isinstance(error, dict) else bool(error)


def refuse_chat() -> NoReturn:
    """Some addresses answer with Chat Completions wherever they are asked: they have none of this dialect."""
    raise RefusalError(
        Refusal(404, json.dumps({"error": {"message": "404 page not found: Chat Completions answer in its place"}}))
    )


def refuse(event: Any) -> NoReturn:
    raise RefusalError(Refusal(0, json.dumps(event)))
