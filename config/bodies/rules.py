"""How much may be sent where, by whom, and how slowly."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest

from chatstream.wire.replies import RequestError
from projects.access.tokens import bearer, user_of_token
from projects.exports import LARGEST as LARGEST_VIDEO
from projects.uploads import LARGEST as LARGEST_PICTURE
from projects.web.share_api import LARGEST_POSTER

ANONYMOUS_BYTES = 64 * 1024  # a form to sign in with
SIGNED_IN_BYTES = 1024 * 1024  # a form of the admin; the wire takes less
FILES = [  # streamed to the disk
    (re.compile(r"/api/projects/[^/]+/assets/"), LARGEST_PICTURE),
    (re.compile(r"/api/projects/[^/]+/exports/"), LARGEST_VIDEO),
    (re.compile(r"/api/projects/[^/]+/share/poster/"), LARGEST_POSTER),
]
LEAST_BYTES_PER_SECOND = 8 * 1024
LONGEST_SECONDS = 1800.0

# A client that is refused gets the answer only if somebody reads what it goes on sending.
DISCARDED_BYTES = 32 * 1024 * 1024
DISCARDED_SECONDS = 2.0

Headers = Iterable[tuple[bytes, bytes]]  # names in lower case


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    code: str
    detail: str

    @property
    def body(self) -> bytes:
        return RequestError(code=self.code, detail=self.detail).encode().encode()

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        length = str(len(self.body)).encode()
        closed = [(b"connection", b"close"), (b"cache-control", b"no-store")]
        return [(b"content-type", b"application/json"), (b"content-length", length), *closed]


TOO_SLOW = Refusal(408, "too_slow", "The request came too slowly; try again.")
UNKNOWN_SENDER = Refusal(
    413, "too_large", f"Without signing in a request may have at most {ANONYMOUS_BYTES // 1024} KiB."
)


@dataclass(slots=True)
class Pace:
    """Of one body, from its head on. Times in seconds of the monotonic clock."""

    received: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def late_at(self) -> float:
        behind: float = settings.SLOW_CLIENT_SECONDS + self.received / LEAST_BYTES_PER_SECOND
        return self.began + min(behind, LONGEST_SECONDS)


def announced_length(headers: Headers) -> int | None:
    """The length of the body; None if it will be known only at its end. What is not a number the server has refused."""
    found = dict(headers)
    if b"transfer-encoding" in found:
        return None
    length = found.get(b"content-length", b"0")
    return int(length) if length.isdigit() else None


def too_large(path: str, size: int) -> Refusal | None:
    """What is said to a body that is larger than anybody may send to `path`."""
    for pattern, limit in FILES:
        if pattern.fullmatch(path):
            most = f"A file may have at most {limit // 1_000_000} MB."
            return Refusal(413, "too_large", most) if size > limit else None
    most = f"A request may have at most {SIGNED_IN_BYTES // 1024} KiB."
    return Refusal(413, "too_large", most) if size > SIGNED_IN_BYTES else None


def has_credentials(headers: Headers) -> bool:
    """Whether it is worth to ask who sends this."""
    return any(name == b"authorization" or (name == b"cookie" and _session_name() in value) for name, value in headers)


def is_signed_in(scope: dict[str, Any]) -> bool:
    """Whether somebody who is known sends this HTTP request. Blocks. Raises django.db.Error."""
    request = ASGIRequest({"query_string": b"", **scope}, BytesIO())
    token = bearer(request.headers.get("Authorization", ""))
    if token is not None:
        return bool(user_of_token(token).is_authenticated)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return bool(get_user(request).is_authenticated)


def _session_name() -> bytes:
    return settings.SESSION_COOKIE_NAME.encode()
