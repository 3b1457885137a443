"""Who opens a socket: the bearer of a token, the holder of a ticket, or the owner of a session."""

import logging
from typing import Any

import django.db
from channels.auth import AuthMiddlewareStack
from redis.exceptions import RedisError

from chatstream.doors.consumer import GOING_AWAY
from chatstream.rows.database import is_passing, off_loop, outage
from projects.access.credentials import SessionCredential, sign_in_by_token
from projects.access.tickets import use_ticket
from projects.access.tokens import bearer

logger = logging.getLogger(__name__)


class SocketUser:
    """ASGI middleware: puts `user` (AnonymousUser if nobody is known) and their `credential` into the scope."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.by_session = AuthMiddlewareStack(_with_session_credential(application))

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """A socket whose user cannot be looked up is accepted, then closed so that it reconnects."""
        is_open = False

        async def watched_send(message: dict[str, Any]) -> None:
            nonlocal is_open
            is_open |= message["type"] == "websocket.accept"
            await send(message)

        try:
            await self._authenticate(scope, receive, watched_send)
        except django.db.Error as problem:
            if is_open or not is_passing(problem):
                raise
            outage.record_failure(problem)
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": GOING_AWAY})

    async def _authenticate(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if "ticket" in scope:  # and then nothing else: the page may be of another domain
            try:
                user, credential = await use_ticket(scope["ticket"])
            except (RedisError, OSError):
                logger.warning(
                    "Valkey unavailable: closed a socket whose ticket could not be looked up; its page gets another one."
                )
                await send({"type": "websocket.accept"})
                await send({"type": "websocket.close", "code": GOING_AWAY})
                return None
            return await self.application({**scope, "user": user, "credential": credential}, receive, send)
        header = next((value for name, value in scope["headers"] if name.lower() == b"authorization"), b"")
        token = bearer(header.decode("latin-1"))
        if token is None:
            return await self.by_session(scope, receive, send)
        user, credential = await off_loop(sign_in_by_token)(token)
        return await self.application({**scope, "user": user, "credential": credential}, receive, send)


def _with_session_credential(application: Any) -> Any:
    async def with_credential(scope: dict[str, Any], receive: Any, send: Any) -> Any:
        credential = SessionCredential(scope["session"].session_key)
        return await application({**scope, "credential": credential}, receive, send)

    return with_credential
