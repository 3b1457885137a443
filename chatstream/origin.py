"""Which pages may open a socket: those of this very origin, and those the operator trusts."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host


class OriginCheck:
    """ASGI middleware. Full origins are compared (scheme, host, port); a program with a bearer token needs none.

    Behind a proxy that ends TLS, name the public origin in CSRF_TRUSTED_ORIGINS.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name.lower(): value for name, value in scope["headers"]}
        if _allowed(scope, headers):
            return await self.application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)


def _allowed(scope: dict[str, Any], headers: dict[bytes, bytes]) -> bool:
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return headers.get(b"authorization", b"").lower().startswith(b"bearer ")
    host = headers.get(b"host", b"").decode("latin-1")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    scheme = "https" if scope.get("scheme") == "wss" else "http"
    return _normal(origin) in {_normal(f"{scheme}://{host}"), *map(_normal, settings.CSRF_TRUSTED_ORIGINS)}


def _normal(origin: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(origin)
        if "@" in parts.netloc:
            raise ValueError("an origin names no user")
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", origin, None)
    return (parts.scheme, parts.hostname, port)
