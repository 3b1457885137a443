"""The body of a request, read before it is served, since it says whether a token may do this."""

from typing import Any

from chatstream.wire.errors import RequestRefused


async def read_body(receive: Any, most: int) -> bytes:
    """Raises RequestRefused for a body of more than `most` bytes, or one that its client has not sent to the end."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestRefused("invalid", "The request has no end.")
        body += message.get("body", b"")
        if len(body) > most:
            raise RequestRefused("too_large", f"A request may have at most {most} bytes.")
        if not message.get("more_body", False):
            return bytes(body)


def replay(body: bytes, receive: Any) -> Any:
    """An ASGI `receive` that hands out `body`, then what `receive` has."""
    rest = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Any:
        return rest.pop() if rest else await receive()

    return receive_again
