"""uvicorn with an end to its patience: it waits for the head of a request for ever."""

import asyncio
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class PatientProtocol(HttpToolsProtocol):
    """`uvicorn --http config.bodies.uvicorn:PatientProtocol`."""

    _head_is_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        if self._head_is_late is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._head_is_late = self.loop.call_later(settings.SLOW_CLIENT_SECONDS, self._cut_off)

    def _stop_waiting(self) -> None:
        waiting, self._head_is_late = self._head_is_late, None
        if waiting is not None:
            waiting.cancel()

    def _cut_off(self) -> None:
        transport: Any = self.transport
        transport.abort()
