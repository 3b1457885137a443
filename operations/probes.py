"""`/healthz` and `/readyz`, for load balancers and schedulers.

They are answered before Django is asked: a probe comes by an address of its machine, which is no allowed host, over plain HTTP,
and has no session.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from operations.readiness import recent_readiness

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Probes:
    """ASGI: everything else goes on to `app`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path") if scope["type"] == "http" else None
        if path == "/healthz":
            await _answer(send, 200, {"alive": True})
        elif path == "/readyz":
            readiness = await recent_readiness()
            await _answer(send, 200 if readiness.ready else 503, readiness.as_json())
        else:
            await self._app(scope, receive, send)


async def _answer(send: Any, status: int, body: dict[str, Any]) -> None:
    content = json.dumps(body, indent=1).encode() + b"\n"
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
