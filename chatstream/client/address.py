"""Where a stream is, and with what its client signs in."""

import secrets
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit, urlunsplit

_SOCKET_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}


@dataclass(frozen=True)
class Address:
    """`socket`: the WebSocket. `stream`: the same over HTTP. `api`: what other addresses begin with. These end with a slash."""

    socket: str
    stream: str
    api: str
    origin: str


def parse_address(url: str) -> Address:
    """From `http://HOST/api/streams/ID/` or `ws://HOST/ws/streams/ID/`; either may be below a path. Raises ValueError."""
    parts = urlsplit(url)
    before, found, name = _split_path(parts.path)
    if parts.scheme not in _SOCKET_SCHEMES or not parts.netloc or not found:
        raise ValueError(f"{url!r} is no stream: it looks like https://chat.example.org/api/streams/ID/")
    socket_scheme = _SOCKET_SCHEMES[parts.scheme]
    scheme = "https" if socket_scheme == "wss" else "http"
    origin = f"{scheme}://{parts.netloc}"
    return Address(
        urlunsplit((socket_scheme, parts.netloc, f"{before}/ws/{name}/", "", "")),
        f"{origin}{before}/api/{name}/",
        f"{origin}{before}/api/",
        origin,
    )


def _split_path(path: str) -> tuple[str, str, str]:
    """What is before `/api/` or `/ws/`, which of them it is, and what is after it."""
    door = "/ws/" if "/ws/" in path else "/api/"
    before, found, name = path.partition(door)
    return before, found, name.strip("/")


def sign_in_headers(address: Address, token: str | None, cookie: str | None) -> dict[str, str]:
    """Headers of every request. `cookie`: the header as a browser sends it; one of the session alone is enough."""
    if token:
        return {"Authorization": f"Bearer {token}"}
    ours = {"Origin": address.origin, "Referer": f"{address.origin}/"}
    csrf = SimpleCookie(cookie or "").get("csrftoken")
    if csrf:
        return {**ours, "Cookie": cookie or "", "X-CSRFToken": csrf.value}
    made = secrets.token_hex(16)  # Django asks whether cookie and header are alike, not whether it has made them
    return {**ours, "Cookie": "; ".join(filter(None, (cookie, f"csrftoken={made}"))), "X-CSRFToken": made}
