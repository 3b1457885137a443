"""Who opens a socket without a ticket: the bearer of a token, or the owner of a session."""

from typing import Any

from chatstream.access.database_away import CloseWhileDatabaseAway
from chatstream.access.middleware import SocketSession
from chatstream.rows.database import off_loop
from projects.access.credentials import sign_in_by_token
from projects.access.tokens import bearer


def SocketUser(application: Any) -> Any:
    """ASGI middleware: puts `user` (AnonymousUser if nobody is known) and their `credential` into the scope."""
    return CloseWhileDatabaseAway(_Authentication(application))


class _Authentication:
    def __init__(self, application: Any) -> None:
        self.application = application
        self.by_session = SocketSession(application)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        header = next((value for name, value in scope["headers"] if name.lower() == b"authorization"), b"")
        token = bearer(header.decode("latin-1"))
        if token is None:
            return await self.by_session(scope, receive, send)
        user, credential = await off_loop(sign_in_by_token)(token)
        scope |= {"user": user, "credential": credential}  # a copy would stay for as long as the socket
        return await self.application(scope, receive, send)
