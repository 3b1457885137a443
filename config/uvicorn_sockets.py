"""uvicorn's sockets, for clients that break a rule of WebSockets: it logs tracebacks of some, and leaves others open for ever."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class SocketProtocol(WebSocketsSansIOProtocol):
    """`uvicorn --ws config.uvicorn_sockets:SocketProtocol`."""

    def data_received(self, data: bytes) -> None:
        if self.handshake_initiated and not self.handshake_complete:
            self.disconnected = True  # the application must not accept it before `connection_lost` comes
            self.transport.abort()  # a client has to wait for the answer; uvicorn fails at a broken frame before it
            return
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            self.transport.write(b"".join(self.conn.data_to_send()))  # 414 or 431; nothing where a body was announced
            self.transport.close()

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text" and not self.close_sent:
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.conn.fail(1007)  # unlike `send_close`, also behind a close of the client's
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()

    def handle_parser_exception(self) -> None:
        super().handle_parser_exception()
        self.disconnected = True  # what the application still sends gets an OSError, as ASGI has it
