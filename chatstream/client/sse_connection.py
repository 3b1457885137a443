"""The same over plain HTTP, where WebSockets are refused: Server-Sent Events, and a POST for each request."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from chatstream.client.address import Address
from chatstream.client.errors import ConnectionLost, StreamEnded, closed_with

_NOT_SIGNED_IN, _GONE, _REFUSED = 4501, 4504, 4500
_CODES = {401: _NOT_SIGNED_IN, 404: _GONE}  # what a WebSocket is closed with instead
_TRY_AGAIN = (408, 425, 429)

Frame = dict[str, Any]


class EventSourceConnection:
    """As SocketConnection. A response ends by itself from time to time: ConnectionLost."""

    def __init__(self, http: httpx2.AsyncClient, address: Address) -> None:
        self._http = http
        self._address = address
        self._inbox: asyncio.Queue[Frame | Exception] = asyncio.Queue(maxsize=100)
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, frame: Mapping[str, Any]) -> None:
        fields = dict(frame)
        match fields.pop("type"):
            case "stream":
                self._start(self._read(fields))
            case "initiate":
                self._start(self._post(f"{self._address.stream}messages/", fields))
            case "decide":
                message_id, call_id = fields.pop("assistant_message_id"), fields.pop("tool_call_id")
                self._start(self._post(f"{self._address.api}messages/{message_id}/approvals/{call_id}/", fields))
            case "retry" | "steer" | "stop" as what:
                message_id = fields.pop("assistant_message_id")
                self._start(self._post(f"{self._address.api}messages/{message_id}/{what}/", fields))

    async def receive(self) -> Frame:
        found = await self._inbox.get()
        if isinstance(found, Exception):
            raise found
        return found

    def abort(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._start(_fail())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._report_problem(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _report_problem(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (ConnectionLost, StreamEnded) as problem:
            await self._inbox.put(problem)
        except (httpx2.HTTPError, OSError, ValueError) as problem:
            await self._inbox.put(ConnectionLost(f"HTTP failed: {problem!r}"))

    async def _read(self, query: Frame) -> None:
        position = query.pop("last_event_id", None)
        headers = {"Last-Event-ID": position} if position else {}
        url = f"{self._address.stream}events/"
        async with self._http.stream("GET", url, params=query, headers=headers) as response:
            _check(response)
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    await self._inbox.put(json.loads(line[6:]))
        raise ConnectionLost("the response has ended")

    async def _post(self, url: str, fields: Frame) -> None:
        response = await self._http.post(url, json=fields)
        if response.headers.get("Content-Type", "").startswith("application/json"):
            answer = response.json()
            if "type" in answer and answer["code" if "code" in answer else "type"] != "not_signed_in":
                await self._inbox.put(answer)
                return
        _check(response)


async def _fail() -> None:
    raise ConnectionLost("aborted")


def _check(response: httpx2.Response) -> None:
    """Raises what an answer other than the asked one means."""
    status = response.status_code
    if status in _TRY_AGAIN or status >= 500:
        after = response.headers.get("Retry-After", "")
        raise ConnectionLost(f"HTTP {status}", float(after) if after.isdigit() else 0)
    if status >= 400:
        raise closed_with(_CODES.get(status, _REFUSED), f"HTTP {status}")


@asynccontextmanager
async def open_event_source(address: Address, headers: Mapping[str, str]) -> AsyncIterator[EventSourceConnection]:
    timeout = httpx2.Timeout(10, read=None)  # silence is noticed by who receives
    async with httpx2.AsyncClient(headers=dict(headers), timeout=timeout) as http:
        connection = EventSourceConnection(http, address)
        try:
            yield connection
        finally:
            await connection.close()
