"""Who opens a socket: the bearer of a token, the holder of a ticket, or the owner of a session."""

import logging
from typing import Any

from redis.exceptions import RedisError

from chatstream.access.database_away import CloseWhileDatabaseAway, close_for_now
from chatstream.access.middleware import SocketSession
from chatstream.rows.database import off_loop
from projects.access.credentials import sign_in_by_token
from projects.access.tickets import use_ticket
from projects.access.tokens import bearer

logger = logging.getLogger(__name__)


def SocketUser(application: Any) -> Any:
    """ASGI middleware: puts `user` (AnonymousUser if nobody is known) and their `credential` into the scope."""
    return CloseWhileDatabaseAway(_Authentication(application))


class _Authentication:
    def __init__(self, application: Any) -> None:
        self.application = application
        self.by_session = SocketSession(application)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if "ticket" in scope:  # and then nothing else: the page may be of another domain
            try:
                user, credential = await use_ticket(scope["ticket"])
            except (RedisError, OSError):
                logger.warning(
                    "Valkey unavailable: closed a socket whose ticket could not be looked up; its page gets another one."
                )
                return await close_for_now(send)
            return await self.application({**scope, "user": user, "credential": credential}, receive, send)
        header = next((value for name, value in scope["headers"] if name.lower() == b"authorization"), b"")
        token = bearer(header.decode("latin-1"))
        if token is None:
            return await self.by_session(scope, receive, send)
        user, credential = await off_loop(sign_in_by_token)(token)
        return await self.application({**scope, "user": user, "credential": credential}, receive, send)
