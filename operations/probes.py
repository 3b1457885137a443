"""`/healthz`, `/readyz` and `/metrics`, for load balancers, schedulers and Prometheus.

They are answered before Django is asked: a probe comes by an address of its machine, which is no allowed host, over plain HTTP,
and has no session. `/metrics` wants `Authorization: Bearer METRICS_TOKEN`; without that setting there is no such address.
"""

import json
from collections.abc import Awaitable, Callable
from secrets import compare_digest
from typing import Any

from django.conf import settings

from operations.metrics import CONTENT_TYPE, read_metrics
from operations.readiness import recent_readiness

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Probes:
    """ASGI: everything else goes on to `app`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path") if scope["type"] == "http" else None
        if path == "/healthz":
            await _answer_json(send, 200, {"alive": True})
        elif path == "/readyz":
            readiness = await recent_readiness()
            await _answer_json(send, 200 if readiness.ready else 503, readiness.as_json())
        elif path == "/metrics" and settings.METRICS_TOKEN:
            await _answer_metrics(scope, send)
        else:
            await self._app(scope, receive, send)


async def _answer_metrics(scope: dict[str, Any], send: Any) -> None:
    sent = dict(scope["headers"]).get(b"authorization", b"")
    if compare_digest(sent, b"Bearer " + settings.METRICS_TOKEN.encode()):
        await _answer(send, 200, CONTENT_TYPE, await read_metrics())
    else:
        await _answer_json(send, 401, {"error": "Send METRICS_TOKEN as a bearer token."})


async def _answer_json(send: Any, status: int, body: dict[str, Any]) -> None:
    await _answer(send, status, "application/json", json.dumps(body, indent=1).encode() + b"\n")


async def _answer(send: Any, status: int, content_type: str, content: bytes) -> None:
    headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
