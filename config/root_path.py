"""Daphne lets any client set the root path by a header (`Daphne-Root-Path`); this application is mounted at the root."""

from typing import Any

from asgiref.sync import markcoroutinefunction


class NoRootPath:
    """ASGI middleware: forget the root path that a client claims.

    Its call is no coroutine of its own, which would stay for as long as the socket.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    @markcoroutinefunction  # servers ask: whatever is none, they take for an application of ASGI 2
    def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if scope.get("root_path"):  # a copy of the scope would stay for as long as the socket
            scope = {**scope, "root_path": ""}
        return self.application(scope, receive, send)
