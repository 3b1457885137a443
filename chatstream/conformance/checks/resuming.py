"""What somebody sees who comes back."""

from typing import Any

from chatstream.conformance.check import check, expect
from chatstream.conformance.recording import check_sequence, joined, recorded
from chatstream.conformance.server import Frame, Line, Server


async def catch_up(line: Line, position: str, **fields: Any) -> list[Frame]:
    await line.send("stream", last_event_id=position, **fields)
    return await line.until("reconnected")


@check("From every position the rest is the same to the letter, and `reconnected` counts it")
async def resume_from_every_position(server: Server) -> None:
    events = (await recorded(server)).events
    recorded_ids = {event["id"] for event in events}  # others may have come after it
    async with server.line() as line:
        for number, event in enumerate(events):
            *missed, reconnected = await catch_up(line, event["id"])
            rest = events[number + 1 :]
            check_sequence(event["id"], missed)
            of_recording = [frame for frame in missed if frame["id"] in recorded_ids]
            expect(joined(of_recording), joined(rest), f"the events after {event['id']}")
            found = {name: reconnected[name] for name in ("mode", "last_event_id", "missed_events")}
            count = sum(frame.get("merged", 1) for frame in missed)
            expect(found, {"mode": "replayed", "last_event_id": event["id"], "missed_events": count}, "`reconnected`")


@check("A position that was never given out is answered by a snapshot, and `reconnected` says so")
async def unknown_position(server: Server) -> None:
    async with server.line() as line:
        for position in ("1-1", "text", "9999999999999-1"):
            first, *_, reconnected = await catch_up(line, position)
            expect(first["type"], "snapshot", f"the answer to {position!r}")
            expect((reconnected["mode"], reconnected["missed_events"]), ("snapshot", 0), "`mode`, `missed_events`")


@check("With `assistant_message_id` the events of that answer come, and no others")
async def one_answer_alone(server: Server) -> None:
    recording = await recorded(server)
    first = recording.events[0]["id"]
    async with server.line() as line:
        *missed, _ = await catch_up(line, first, assistant_message_id=recording.answer)
    rest = [event for event in recording.events[1:] if event.get("message_id") == recording.answer]
    expect(joined(missed), joined(rest), "the answer's events")
