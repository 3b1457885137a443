"""The rules for any ASGI server: the application gets a body in pieces, as far as it may be sent."""

import asyncio
import time
from typing import Any

from chatstream.rows.database import off_loop
from config.bodies import rules
from config.bodies.rules import Pace, Refusal


class BoundedBodies:
    """ASGI middleware. A body that says it is too large is refused before any of it is read."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or rules.announced_length(scope["headers"]) == 0:
            await self.application(scope, receive, send)
            return
        body = _Body(scope, receive)
        await body.check(rules.announced_length(scope["headers"]) or 0)
        if body.refusal is None:
            await self.application(scope, body.receive, send)  # once refused, its client is gone for it
        if body.refusal is not None:
            await _refuse(body, send)


class _Body:
    def __init__(self, scope: dict[str, Any], receive: Any) -> None:
        self.scope = scope
        self.refusal: Refusal | None = None
        self.has_ended = False
        self._receive = receive
        self._pace = Pace()
        self._sender_is_known = False

    async def check(self, size: int) -> None:
        """Sets `refusal` if a body of so many bytes may not be sent by whoever sends it."""
        self.refusal = rules.too_large(self.scope["path"], size)
        if self.refusal is None and size > rules.ANONYMOUS_BYTES and not self._sender_is_known:
            may_be_known = rules.has_credentials(self.scope["headers"])
            self._sender_is_known = may_be_known and await off_loop(rules.is_signed_in)(self.scope)
            self.refusal = None if self._sender_is_known else rules.UNKNOWN_SENDER

    async def receive(self) -> dict[str, Any]:
        if self.has_ended:
            return await self._next()
        if self.refusal is not None:
            return {"type": "http.disconnect"}
        try:
            async with asyncio.timeout(max(0.0, self._pace.late_at - time.monotonic())):
                message = await self._next()
        except TimeoutError:
            self.refusal = rules.TOO_SLOW
            return {"type": "http.disconnect"}
        self._pace.received += len(message.get("body", b""))
        await self.check(self._pace.received)
        return message if self.refusal is None else {"type": "http.disconnect"}

    async def discard(self) -> None:
        """Read on for a moment, for the client's sake."""
        discarded = 0
        try:
            async with asyncio.timeout(rules.DISCARDED_SECONDS):
                while discarded < rules.DISCARDED_BYTES and not self.has_ended:
                    discarded += len((await self._next()).get("body", b""))
        except TimeoutError:
            pass  # it was given its time

    async def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = await self._receive()
        self.has_ended = not message.get("more_body", False)
        body = message.get("body", b"")
        if isinstance(body, bytes):
            return message
        return {**message, "body": await asyncio.to_thread(bytes, body)}  # a piece of a file: Daphne's


async def _refuse(body: _Body, send: Any) -> None:
    assert body.refusal is not None
    await send({"type": "http.response.start", "status": body.refusal.status, "headers": body.refusal.headers})
    await send({"type": "http.response.body", "body": body.refusal.body, "more_body": True})
    await body.discard()
    await send({"type": "http.response.body", "body": b""})
