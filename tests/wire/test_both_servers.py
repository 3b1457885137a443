"""uvicorn is a choice, not a need: Daphne serves the same wire to the same people."""

from tests.instance import Person
from tests.wire.recording import joined, missed, snapshot, sse
from tests.wire.web_server import Daphne


async def test_a_turn_can_be_followed_over_daphne_and_taken_up_on_uvicorn(
    plain_daphne: Daphne, charlie: Person
) -> None:
    elsewhere = plain_daphne.seen_by(charlie)
    project = await elsewhere.make_project()
    async with elsewhere.socket(project) as socket:
        await socket.send(type="stream")
        assert (await socket.receive())["type"] == "snapshot"
        await socket.initiate("write a 60 word voice-over about tea")
        frames = await socket.until("finalized")
    async with sse(elsewhere, project, frames[0]["id"]) as chunks:
        over_http = [(await anext(chunks)).frame for _ in range(2)]
    replayed, reconnected = await missed(charlie, project, frames[0]["id"])
    assert joined(replayed) == joined(frames[1:])
    assert joined(over_http)[0] == joined(replayed)[0]
    assert reconnected["mode"] == "replayed"
    assert await snapshot(charlie, project) == await snapshot(elsewhere, project)
