"""Why a stream of this client ended, or its connection did. Refused requests raise chatstream.wire.errors.RequestRefused."""


class StreamEnded(Exception):
    """The server has closed the stream for good: to come back would change nothing. `code`: 4500 to 4999, see docs/protocol.md."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(reason or f"The stream was closed with {code}.")
        self.code = code


class NotSignedIn(StreamEnded):
    """No token or cookie, or one that does not hold (any more)."""


class StreamGone(StreamEnded):
    """There is no such stream (any more), or it is not yours."""


class ConnectionLost(Exception):
    """The connection broke or has ended; the client comes back by itself. `retry_after`: in seconds, if the server said so."""

    def __init__(self, reason: str, retry_after: float = 0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class EventMissing(ConnectionLost):
    """The connection has left out an event."""


def closed_with(code: int, reason: str = "") -> StreamEnded | ConnectionLost:
    """What a close code means: those from 4500 to 4999 are final."""
    if not 4500 <= code <= 4999:
        return ConnectionLost(f"closed with {code} {reason}".strip())
    return {4501: NotSignedIn, 4504: StreamGone}.get(code, StreamEnded)(code, reason)
