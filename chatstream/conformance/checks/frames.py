"""Frames that make no sense."""

import json
from uuid import uuid4

from chatstream.conformance.check import check, expect
from chatstream.conformance.server import Line, Server

LARGE = "x" * 70_000


def bad_frames(request_id: str) -> dict[str, str]:
    named = f'"request_id": "{request_id}"'
    return {
        "no message": f'{{"type": "initiate", {named}}}',
        "a blank message": f'{{"type": "initiate", {named}, "message": " "}}',
        "a message that is a number": f'{{"type": "initiate", {named}, "message": 7}}',
        "an unknown type": f'{{"type": "nonsense", {named}}}',
        "broken JSON": f'{{"type": "initiate", {named}, "message": "a',
        "NaN": f'{{"type": "initiate", {named}, "message": NaN}}',
        "a key that stands twice": f'{{"type": "initiate", {named}, "message": "a", "message": "b"}}',
        "half of a surrogate pair": f'{{"type": "initiate", {named}, "message": "\\ud83d"}}',
        "a NUL": f'{{"type": "initiate", {named}, "message": "a\\u0000b"}}',
    }


async def expect_refusal(line: Line, sent: str, code: str, request_id: str, what: str) -> None:
    await line.connection.send(sent)
    frame = await line.receive()
    expect((frame["type"], frame.get("code")), ("request_error", code), f"the answer to {what}")
    expect(frame.get("request_id"), request_id, f"`request_id` of the refusal of {what}")


@check("What cannot be read is refused as `invalid`, with its `request_id`, and nothing is written")
async def bad_frames_are_refused(server: Server) -> None:
    before, request_id = await server.snapshot(), str(uuid4())
    async with server.line() as line:
        for what, sent in bad_frames(request_id).items():
            await expect_refusal(line, sent, "invalid", request_id, what)
    expect((await server.snapshot())["at"], before["at"], "the newest event afterwards")


@check("A field that is not known is refused, over both doors")
async def unknown_fields_are_refused(server: Server) -> None:
    request_id = str(uuid4())
    body = {"request_id": request_id, "message": "Hello", "colour": "red"}
    async with server.line() as line, server.http() as http:
        await expect_refusal(line, json.dumps({"type": "initiate", **body}), "invalid", request_id, "an unknown field")
        answer = await http.post(f"{server.address.stream}messages/", json=body)
    found = (answer.status_code, answer.json().get("code"), answer.json().get("request_id"))
    expect(found, (400, "invalid", request_id), "the answer over HTTP")


@check("A frame of more than 64 KiB is refused as `too_large`, with its `request_id`, over both doors")
async def large_frames_are_refused(server: Server) -> None:
    request_id = str(uuid4())
    body = {"request_id": request_id, "message": LARGE}
    async with server.line() as line, server.http() as http:
        await expect_refusal(line, json.dumps({"type": "initiate", **body}), "too_large", request_id, "a large frame")
        answer = await http.post(f"{server.address.stream}messages/", json=body)
    expect((answer.status_code, answer.json().get("code")), (413, "too_large"), "the answer over HTTP")


@check("Twenty bad frames in a row close the socket with 4508; a good one in between starts the count anew")
async def twenty_bad_frames(server: Server) -> None:
    async with server.line() as line:
        for _ in range(19):
            await line.connection.send("nonsense")
        await line.send("ack", last_event_id="1-1")
        for _ in range(20):
            await line.connection.send("nonsense")
        code, frames = await line.close_code()
    refusals = [json.loads(frame)["code"] for frame in frames if '"heartbeat"' not in frame]
    expect((code, refusals), (4508, ["invalid"] * 39), "close code and refusals")
