"""Daphne's sockets, for clients that break a rule of WebSockets. Imported only where Daphne runs; see `config.asgi`."""

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol


class SocketProtocol(WebSocketProtocol):
    """Closes in order: with 1009 for a message over its limit, 1002 or 1007 for a broken one."""

    failByDrop = False  # an option of autobahn's that Daphne has no name for; a dropped line has its client come back with the same

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:
        """Raises OSError for a socket that closes, as ASGI has it; autobahn's own error reads as a fault of the application."""
        if self.state in (self.STATE_CLOSING, self.STATE_CLOSED):
            raise ConnectionResetError("The socket is closing.")
        super().serverSend(content, binary)


def install() -> None:
    """Before Daphne's server makes its factory."""
    WebSocketFactory.protocol = SocketProtocol
