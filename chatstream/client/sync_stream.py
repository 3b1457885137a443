"""The same for scripts without `async`: the stream lives in a thread of its own."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID

from chatstream.client.state import State
from chatstream.client.stream import Stream
from chatstream.wire.base import Decision
from chatstream.wire.events import Event
from chatstream.wire.replies import Decided, Initiated, Steered
from chatstream.wire.views import Snapshot

Result = TypeVar("Result")


class SyncStream:
    """As Stream, with `with` and `for`. Its arguments are those of Stream."""

    def __init__(self, url: str, **options: Any) -> None:
        self._stream = Stream(url, **options)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chatstream client", daemon=True)

    @property
    def state(self) -> State:
        return self._stream.state

    @property
    def position(self) -> str | None:
        return self._stream.position

    def __enter__(self) -> "SyncStream":
        self._thread.start()
        self._await(self._stream.__aenter__())
        return self

    def __exit__(self, *problem: object) -> None:
        self._await(self._stream.__aexit__())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __iter__(self) -> "SyncStream":
        return self

    def __next__(self) -> Snapshot | Event:
        try:
            return self._await(self._stream.__anext__())
        except StopAsyncIteration:
            raise StopIteration from None

    def initiate(self, message: str, *, request_id: UUID | None = None, **fields: Any) -> Initiated:
        return self._await(self._stream.initiate(message, request_id=request_id, **fields))

    def retry(self, assistant_message_id: UUID | str, *, request_id: UUID | None = None, **fields: Any) -> Initiated:
        return self._await(self._stream.retry(assistant_message_id, request_id=request_id, **fields))

    def decide(self, assistant_message_id: UUID | str, tool_call_id: UUID | str, decision: Decision) -> Decided:
        return self._await(self._stream.decide(assistant_message_id, tool_call_id, decision))

    def steer(self, assistant_message_id: UUID | str, text: str, *, request_id: UUID | None = None) -> Steered:
        return self._await(self._stream.steer(assistant_message_id, text, request_id=request_id))

    def stop(self, assistant_message_id: UUID | str) -> None:
        self._await(self._stream.stop(assistant_message_id))

    def _await(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
