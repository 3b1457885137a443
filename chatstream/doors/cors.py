"""CORS: which pages of other domains may read the API."""

from typing import Any

from chatstream.doors.origin import allowed_origins, normalise

_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST, PUT, PATCH, DELETE"),
    (b"access-control-allow-headers", b"authorization, content-type, last-event-id"),
    (b"access-control-max-age", b"600"),
]


class Cors:
    """ASGI middleware, outermost: pages of CORS_ALLOWED_ORIGINS may read /api/ with a token or a ticket.

    Cookies are never allowed with it (no `Allow-Credentials`), so that a page elsewhere cannot act for whoever is signed in.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if scope["type"] != "http" or not scope["path"].startswith("/api/") or not allowed_origins():
            return await self.application(scope, receive, send)
        headers = {name.lower(): value for name, value in scope["headers"]}
        origin = headers.get(b"origin", b"")
        added = _headers_for(origin)
        if added and scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            await send({"type": "http.response.start", "status": 204, "headers": [*added, *_PREFLIGHT]})
            return await send({"type": "http.response.body", "body": b""})

        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *added, (b"vary", b"Origin")]}
            await send(message)

        return await self.application(scope, receive, send_with_headers)


def _headers_for(origin: bytes) -> list[tuple[bytes, bytes]]:
    if normalise(origin.decode("latin-1")) not in map(normalise, allowed_origins()):
        return []
    return [(b"access-control-allow-origin", origin), (b"access-control-expose-headers", b"retry-after")]
