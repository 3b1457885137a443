"""Which pages may open a socket: those of this origin, and of the origins that the operator trusts."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import markcoroutinefunction
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host


class OriginCheck:
    """ASGI middleware. Full origins are compared (scheme, host, port); a program with a bearer token needs none.

    A client with a ticket (`scope["ticket"]`) may also come from CORS_ALLOWED_ORIGINS: its cookie is not read.
    Behind a proxy that ends TLS, name the public origin in CSRF_TRUSTED_ORIGINS. Its call is no coroutine of its own, which
    would stay for as long as the socket.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    @markcoroutinefunction  # servers ask: whatever is none, they take for an application of ASGI 2
    def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        application = self.application if _is_allowed(scope) else WebsocketDenier()
        return application(scope, receive, send)


def _is_allowed(scope: dict[str, Any]) -> bool:
    headers = {name.lower(): value for name, value in scope["headers"]}
    has_ticket = "ticket" in scope
    if not headers.get(b"origin"):
        return not has_ticket and headers.get(b"authorization", b"").lower().startswith(b"bearer ")
    others = allowed_origins() if has_ticket else []
    return is_served_host(headers) and is_trusted_origin(scope, headers, others)


def is_served_host(headers: Mapping[bytes, bytes]) -> bool:
    """Whether `Host` is a name of this site. `headers`: with names in lower case."""
    return validate_host(split_domain_port(headers.get(b"host", b"").decode("latin-1"))[0], _allowed_hosts())


def is_trusted_origin(scope: dict[str, Any], headers: Mapping[bytes, bytes], others: Sequence[str] = ()) -> bool:
    """Whether `Origin` is this site, one that the operator trusts, or one of `others`."""
    host = headers.get(b"host", b"").decode("latin-1")
    allowed = [f"{_scheme(scope, headers)}://{host}", *settings.CSRF_TRUSTED_ORIGINS, *others]
    return normalise(headers.get(b"origin", b"").decode("latin-1")) in map(normalise, allowed)


def allowed_origins() -> list[str]:
    """Of pages of other domains, from the setting CORS_ALLOWED_ORIGINS: each in full, such as https://shop.example.org."""
    return list(getattr(settings, "CORS_ALLOWED_ORIGINS", []))


def _allowed_hosts() -> list[str]:
    """As Django's HttpRequest.get_host has them."""
    if settings.DEBUG and not settings.ALLOWED_HOSTS:
        return [".localhost", "127.0.0.1", "[::1]"]
    return list(settings.ALLOWED_HOSTS)


def _scheme(scope: dict[str, Any], headers: Mapping[bytes, bytes]) -> str:
    """Of the pages of this site: `https` also where every request over http is redirected."""
    if scope.get("scheme") in ("wss", "https") or settings.SECURE_SSL_REDIRECT:
        return "https"
    if settings.SECURE_PROXY_SSL_HEADER:  # as Django reads it
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        forwarded = headers.get(name.removeprefix("HTTP_").replace("_", "-").lower().encode(), b"").decode("latin-1")
        return "https" if forwarded.split(",")[0].strip() == secure else "http"
    return "http"


def normalise(origin: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port, so that `https://a` equals `https://A:443`. A text that is no origin equals no origin."""
    try:
        parts = urlsplit(origin)
        if "@" in parts.netloc:
            raise ValueError("an origin names no user")
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", origin, None)
    return (parts.scheme, parts.hostname, port)
