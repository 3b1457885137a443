"""The same stream over plain HTTP."""

import json
from collections.abc import AsyncIterator
from typing import Any

from chatstream.conformance.check import Broken, check, expect
from chatstream.conformance.recording import recorded
from chatstream.conformance.server import Server


async def read_events(server: Server, position: str | None = None, **query: Any) -> AsyncIterator[tuple[str, str]]:
    """Each `data:` line with the `id:` before it."""
    headers = {"Last-Event-ID": position} if position else {}
    async with (
        server.http() as http,
        http.stream("GET", f"{server.address.stream}events/", params=query, headers=headers) as response,
    ):
        expect(response.status_code, 200, "status of the events")
        place = ""
        async for line in response.aiter_lines():
            if line.startswith("id: "):
                place = line[4:]
            elif line.startswith("data: "):
                yield line[6:], place
                place = ""


async def catch_up(server: Server, position: str | None = None, **query: Any) -> list[tuple[str, str]]:
    """Up to `reconnected`."""
    got = []
    async for data, place in read_events(server, position, **query):
        got.append((data, place))
        if json.loads(data)["type"] == "reconnected":
            return got
    raise Broken("the response ended without `reconnected`")


@check("Server-Sent Events say the same as a WebSocket, to the letter, each with its position")
async def sse_equals_websocket(server: Server) -> None:
    events = (await recorded(server)).events
    position = events[len(events) // 3]["id"]
    over_http = await catch_up(server, position)
    async with server.line() as line:
        await line.send("stream", last_event_id=position)
        expect([data for data, _ in over_http], [await line.text() for _ in over_http], "frames over HTTP")
    for data, place in over_http:
        expect(place, json.loads(data).get("id", ""), "`id:`")


@check("`Last-Event-ID`, `last_event_id` and `lastEventId` mean the same, and the header wins")
async def last_event_id(server: Server) -> None:
    events = (await recorded(server)).events
    first, last = events[0]["id"], events[-1]["id"]
    wanted = await catch_up(server, last)
    for name in ("last_event_id", "lastEventId"):
        expect(await catch_up(server, **{name: last}), wanted, f"the answer to `{name}`")
    expect(await catch_up(server, last, last_event_id=first), wanted, "the answer to the header and `last_event_id`")


@check("A response ends by itself after `seconds`; 204 says that there is nothing more of an answer")
async def orderly_end(server: Server) -> None:
    recording = await recorded(server)
    frames = [json.loads(data)["type"] async for data, _ in read_events(server, seconds=1)]
    expect(frames[:1], ["snapshot"], "the first frame")
    async with server.http() as http:
        query = {"assistant_message_id": recording.answer, "last_event_id": recording.events[-1]["id"]}
        answer = await http.get(f"{server.address.stream}events/", params=query)
    expect(answer.status_code, 204, "status for an answer that has ended")


@check("The snapshot over HTTP is that of a WebSocket")
async def snapshot_over_http(server: Server) -> None:
    async with server.http() as http:
        over_http = (await http.get(server.address.stream)).json()
    over_socket = await server.snapshot()
    for part in ("type", "at", "project"):
        expect(over_http[part], over_socket[part], f"`{part}`")
    expect([each["id"] for each in over_http["messages"]], [each["id"] for each in over_socket["messages"]], "messages")
