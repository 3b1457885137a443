"""R17: servers and clients of different ages meet while a new version is rolled out."""

import json
from uuid import uuid4

from chaos.follower import Follower
from chatstream.follow.fold import fold
from chatstream.log.packing import merge
from chatstream.wire.requests import CLIENT_FRAME
from tests.chatstream.rows import to_rows

MESSAGE = str(uuid4())
NEW_EVENT = {"type": "applause", "message_id": MESSAGE, "ts": 1, "loudness": 11}
WORDS = {"type": "delta", "message_id": MESSAGE, "ts": 1, "content": "Hello", "mood": "a field of tomorrow"}


def test_an_old_server_shows_an_answer_that_a_newer_worker_is_writing() -> None:
    state = fold([NEW_EVENT, WORDS, {**NEW_EVENT, "loudness": 12}])
    assert state.content == "Hello"


def test_what_an_old_server_does_not_know_it_passes_on_as_it_is() -> None:
    bodies = [json.dumps(event, separators=(",", ":")) for event in (WORDS, NEW_EVENT, WORDS, WORDS)]
    passed_on = [json.loads(entry.frame) for entry in merge(to_rows(bodies, epoch=1))]
    assert passed_on == [{"id": f"1-{n}", **event} for n, event in enumerate((WORDS, NEW_EVENT, WORDS, WORDS), 1)]


def test_an_old_client_counts_an_event_that_it_does_not_know() -> None:
    client = Follower("old")
    client.apply({"type": "snapshot", "at": "1-1", "messages": [], "weather": "a field of tomorrow"})
    client.apply({"id": "1-2", **NEW_EVENT})
    client.apply({"id": "1-3", **WORDS})
    client.apply({"type": "a frame of tomorrow"})
    assert (client.problems, client.texts) == ([], {MESSAGE: "Hello"})


def test_a_new_server_takes_what_an_old_client_sends_without_the_newer_fields() -> None:
    frame = CLIENT_FRAME.validate_python({"type": "initiate", "request_id": str(uuid4()), "message": "Hello"})
    assert frame.attachments == []
    assert CLIENT_FRAME.validate_python({"type": "stream"}).last_event_id is None
