"""A stream as a program follows it: events one by one, its state, and requests."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from chatstream.client.address import parse_address, sign_in_headers
from chatstream.client.connections import Connections
from chatstream.client.errors import StreamEnded
from chatstream.client.events import event_types, parse_event, parse_snapshot
from chatstream.client.requests import stop_key
from chatstream.client.session import Session
from chatstream.client.state import State
from chatstream.wire.base import Decision
from chatstream.wire.events import Event
from chatstream.wire.replies import Decided, Initiated, Steered
from chatstream.wire.views import Snapshot


class Stream:
    """Snapshots and events, each once and in order, whatever the network and the server do.

        async with Stream("https://chat.example.org/api/streams/ID/", token=TOKEN) as stream:
            asked = await stream.initiate("Hello")
            async for event in stream: ...

    `cookie`: the header of a signed-in browser, in place of a token. `position`: go on from there instead of with a snapshot.
    `answer`: follow this answer alone; the iteration ends with it. `types`: classes of your own events.

    Iterating raises StreamEnded when the server has closed the stream for good. `state` and `position` are as of the last event
    that the iteration has given.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        cookie: str | None = None,
        position: str | None = None,
        answer: UUID | str | None = None,
        types: Iterable[type[Event]] = (),
    ) -> None:
        address = parse_address(url)
        connections = Connections(address, sign_in_headers(address, token, cookie))
        self.state = State(at=position)
        self._session = Session(connections, position, str(answer) if answer else None)
        self._types = event_types(types)
        self._run: asyncio.Task[None] | None = None

    @property
    def position(self) -> str | None:
        return self.state.at

    async def __aenter__(self) -> "Stream":
        self._run = asyncio.create_task(self._session.run(), name="chatstream client")
        self._run.add_done_callback(self._fail_requests)
        return self

    async def __aexit__(self, *problem: object) -> None:
        assert self._run is not None
        self._run.cancel()
        await asyncio.wait({self._run})

    def __aiter__(self) -> "Stream":
        return self

    async def __anext__(self) -> Snapshot | Event:
        frame = await self._next_frame()
        self.state.apply(frame)
        return parse_snapshot(frame) if frame["type"] == "snapshot" else parse_event(frame, self._types)

    async def initiate(self, message: str, *, request_id: UUID | None = None, **fields: Any) -> Initiated:
        """Start a turn. It is sent until it is answered, and starts once. `fields`: `edit_of`, `attachments`.

        Raises RequestRefused.
        """
        answer: Initiated = await self._ask({"type": "initiate", "message": message, **fields}, request_id)
        return answer

    async def retry(
        self, assistant_message_id: UUID | str, *, request_id: UUID | None = None, **fields: Any
    ) -> Initiated:
        """Another answer to the same message. `fields`: `discard_later`. Raises RequestRefused, LaterChanges."""
        frame = {"type": "retry", "assistant_message_id": str(assistant_message_id), **fields}
        answer: Initiated = await self._ask(frame, request_id)
        return answer

    async def decide(self, assistant_message_id: UUID | str, tool_call_id: UUID | str, decision: Decision) -> Decided:
        """Allow a tool call that waits for it, or decline it. It is sent until it is answered.

        Raises RequestRefused: `conflict` where somebody has decided otherwise.
        """
        ids = {"assistant_message_id": str(assistant_message_id), "tool_call_id": str(tool_call_id)}
        answer: Decided = await self._ask({"type": "decide", **ids, "decision": decision}, None)
        return answer

    async def steer(self, assistant_message_id: UUID | str, text: str, *, request_id: UUID | None = None) -> Steered:
        """Add words to an answer that is being written. It is sent until it is answered, and added once.

        Raises RequestRefused: `too_late` where the answer is at its end; then `initiate` it with the same `request_id`.
        """
        frame = {"type": "steer", "assistant_message_id": str(assistant_message_id), "text": text}
        answer: Steered = await self._ask(frame, request_id)
        return answer

    async def stop(self, assistant_message_id: UUID | str) -> None:
        """End an answer. It is sent until its `finalized` is here, which comes as an event; this does not wait for it."""
        message_id = str(assistant_message_id)
        await self._session.request(stop_key(message_id), {"type": "stop", "assistant_message_id": message_id})

    async def reconnect(self) -> None:
        """Cut the connection, as a network does, and wait until the stream has caught up again. Iterating goes on without a gap."""
        await self._session.reconnect()

    async def _ask(self, frame: dict[str, Any], request_id: UUID | None) -> Any:
        assert self._run is not None, "a stream is used within its `async with`"
        if self._run.done():
            self._run.result()
            raise StreamEnded(4500, "The stream has ended.")
        key = str(request_id or uuid4())
        return await (await self._session.request(key, {**frame, "request_id": key}))

    async def _next_frame(self) -> dict[str, Any]:
        assert self._run is not None, "a stream is used within its `async with`"
        while (frame := self._session.take()) is None:
            if self._run.done():
                self._run.result()
                raise StopAsyncIteration
            await self._session.wait()
        return frame

    def _fail_requests(self, run: "asyncio.Task[None]") -> None:
        problem = None if run.cancelled() else run.exception()
        self._session.requests.fail_all(problem or StreamEnded(4500, "The stream has ended."))
