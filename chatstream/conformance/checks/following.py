"""What somebody sees who is there."""

from chatstream.client.state import State
from chatstream.conformance.check import check, expect
from chatstream.conformance.recording import check_end, check_sequence, recorded
from chatstream.conformance.server import Frame, Server


@check("A snapshot comes first, then every event, without a gap")
async def snapshot_then_events(server: Server) -> None:
    recording = await recorded(server)
    check_sequence(recording.before["at"], recording.events)


@check("The deltas of an answer are its text: its one `finalized` has the length and sha256 of it")
async def one_end_that_measures(server: Server) -> None:
    recording = await recorded(server)
    check_end(recording.events, recording.answer)


@check("Two who read at the same time get the same events")
async def two_readers_alike(server: Server) -> None:
    recording = await recorded(server)
    expect(recording.twin, recording.events, "the second reader's events")


@check("A snapshot and the events after it come to the same as a later snapshot")
async def snapshots_agree(server: Server) -> None:
    recording = await recorded(server)
    state, later = State(), State()
    for frame in (recording.before, *recording.events):
        state.apply(frame)
    later.apply(await server.snapshot())
    for message_id in (recording.answer, recording.initiated["user_message_id"]):
        expect(_shown(state, message_id), _shown(later, message_id), f"message {message_id} by events")


def _shown(state: State, message_id: str) -> Frame:
    message = state.messages.get(message_id)
    if message is None:
        return {}
    calls = {key: (call["name"], call["status"]) for key, call in message.tool_calls.items()}
    return {"role": message.role, "status": message.status, "content": message.content, "tool_calls": calls}
