"""Turns are started once, stopped and repeated."""

import time
from uuid import uuid4

from chatstream.conformance.check import Broken, NotSeen, check, expect
from chatstream.conformance.recording import check_end, recorded, text_of
from chatstream.conformance.server import Line, Server

STOP_SECONDS = 2.0  # an answer that goes on for so long has not been stopped


@check("The same `request_id` starts one turn, whatever the connection, the door and the text")
async def request_id_counts_once(server: Server) -> None:
    request_id = str(uuid4())
    async with server.line() as line, server.line() as other:
        first = await line.initiate(server.message, request_id)
        expect(await other.initiate("Something else", request_id), first, "the answer to the second `initiate`")
        async with server.http() as http:
            body = {"request_id": request_id, "message": "Something else"}
            over_http = await http.post(f"{server.address.stream}messages/", json=body)
        expect((over_http.status_code, over_http.json()), (201, first), "the answer over HTTP")
        await line.send("stop", assistant_message_id=first["assistant_message_id"])
    snapshot = await server.snapshot()
    turns = [each["id"] for each in snapshot["messages"] if each.get("request_id") == request_id]
    wanted = {first["user_message_id"], first["assistant_message_id"]}
    expect((len(turns), set(turns)), (2, wanted), "messages with the `request_id`")


@check("`stop` ends an answer with its text so far; to repeat it changes nothing")
async def stop_keeps_the_text(server: Server) -> None:
    async with server.line() as line:
        await line.send("stream")
        await line.until("snapshot")
        answer = (await line.initiate(server.message))["assistant_message_id"]
        frames = await line.until("delta", message_id=answer)
        stopped_at = time.monotonic()
        await line.send("stop", assistant_message_id=answer)
        frames += await line.until("finalized", message_id=answer)
        seconds = time.monotonic() - stopped_at
        if frames[-1]["status"] == "success" and seconds < STOP_SECONDS:
            raise NotSeen("the answer had ended before the stop arrived; give a --message with a longer answer")
        expect(frames[-1]["status"], "cancelled", "`status` of `finalized`")
        check_end([frame for frame in frames if "id" in frame], answer)
        await line.send("stop", assistant_message_id=answer)
        await _nothing_more(line)
    [message] = [each for each in (await server.snapshot())["messages"] if each["id"] == answer]
    mine = [frame for frame in frames if frame.get("message_id") == answer]
    expect((message["status"], message["content"]), ("cancelled", text_of(mine)), "the message afterwards")


async def _nothing_more(line: Line) -> None:
    """A question that is refused comes back next: nothing has come in between."""
    request_id = str(uuid4())
    await line.send("initiate", request_id=request_id, message="")
    frame = await line.receive()
    if frame.get("request_id") != request_id:
        raise Broken(f"{frame['type']} came after the second `stop`")


@check("`steer` adds to an answer once, whatever the door; at the end of the answer it is too late")
async def steer_counts_once(server: Server) -> None:
    async with server.line() as line, server.line() as other, server.http() as http:
        await line.send("stream")
        await line.until("snapshot")
        answer = (await line.initiate(server.message))["assistant_message_id"]
        await line.until("delta", message_id=answer)
        added = {"request_id": str(uuid4()), "text": "And one more word"}
        await other.send("steer", assistant_message_id=answer, **added)
        first = await other.receive()
        if first.get("code") == "too_late":
            raise NotSeen("the answer had ended before something was added; give a --message with a longer answer")
        over_http = await http.post(f"{server.address.api}messages/{answer}/steer/", json=added)
        expect((over_http.status_code, over_http.json()), (200, first), "the answer over HTTP to the same `steer`")
        await other.send("stop", assistant_message_id=answer)
        await other.send("steer", assistant_message_id=answer, **{**added, "request_id": str(uuid4())})
        expect((await other.receive()).get("code"), "too_late", "the `code` after a `stop`")
        await line.until("finalized", message_id=answer)
    [message] = [each for each in (await server.snapshot())["messages"] if each["id"] == answer]
    found = [(each["request_id"], each["text"]) for each in message.get("steerings", ())]
    expect(found, [(added["request_id"], added["text"])], "`steerings` afterwards")


@check("`retry` makes another answer to the same message, and keeps the old one")
async def retry_keeps_the_old_answer(server: Server) -> None:
    recording = await recorded(server)
    before = await server.snapshot()
    last = [each["id"] for each in before["messages"] if each["role"] == "assistant"][-1]
    request_id = str(uuid4())
    async with server.line() as line:
        await line.send("stream")
        await line.until("snapshot")
        await line.send("retry", request_id=request_id, assistant_message_id=last)
        await line.send("retry", request_id=request_id, assistant_message_id=last)
        frames = [frame for _ in range(2) for frame in await line.until("initiated", request_id=request_id)]
        first, second = [frame for frame in frames if frame["type"] == "initiated"]
        expect(second, first, "the answer to the second `retry`")
        answer = first["assistant_message_id"]
        if answer in (last, recording.answer):
            raise Broken("the new answer has the id of an old one")
        await line.send("stop", assistant_message_id=answer)
        if not any(frame["type"] == "finalized" and frame["message_id"] == answer for frame in frames):
            await line.until("finalized", message_id=answer)
    messages = {each["id"]: each for each in (await server.snapshot())["messages"]}
    expect(messages[answer].get("retry_of"), last, "`retry_of` of the new answer")
    expect(last in messages, True, "the old answer in a snapshot")
