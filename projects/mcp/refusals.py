"""Requests that never reach a tool: an HTTP status, a JSON-RPC error without an id, and what the client can do about it."""

import json
from typing import Any

from chatstream.wire.errors import RequestRefused
from chatstream.wire.replies import REFUSAL_STATUS
from projects.scope import Forbidden

_STATUS = {**REFUSAL_STATUS, "not_signed_in": 401, "method_not_allowed": 405}
_INVALID_REQUEST, _INTERNAL_ERROR = -32600, -32603  # of JSON-RPC
_CHALLENGE = 'Bearer realm="chatstream"'


class NotSignedIn(RequestRefused):
    """The program must send a valid token. `problem`: as RFC 6750 names it; empty where none was sent."""

    def __init__(self, problem: str) -> None:
        super().__init__("not_signed_in", "Send `Authorization: Bearer …` with an access token of the account page.")
        self.problem = problem


class MethodNotAllowed(RequestRefused):
    """There is no stream to open by GET, and no session to end by DELETE."""

    def __init__(self) -> None:
        super().__init__("method_not_allowed", "MCP is spoken by POST here.")


async def refuse(refused: RequestRefused, send: Any) -> None:
    status = _STATUS[refused.code]
    error = {"code": _INTERNAL_ERROR if status == 503 else _INVALID_REQUEST, "message": refused.detail}
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(b"cache-control", b"no-store"), *_advice(refused)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _advice(refused: RequestRefused) -> list[tuple[bytes, bytes]]:
    advice = []
    if isinstance(refused, NotSignedIn):
        problem = f', error="{refused.problem}"' if refused.problem else ""
        advice.append((b"www-authenticate", f"{_CHALLENGE}{problem}".encode()))
    if isinstance(refused, MethodNotAllowed):
        advice.append((b"allow", b"POST"))
    if isinstance(refused, Forbidden):
        advice.append((b"www-authenticate", f'{_CHALLENGE}, error="insufficient_scope", scope="write"'.encode()))
    if refused.retry_after is not None:
        advice.append((b"retry-after", str(max(1, round(refused.retry_after))).encode()))
    return advice
