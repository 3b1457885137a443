"""A stream that was cut is never taken for a whole one, wherever it was cut: no SDK raises anything by itself."""

import json

import pytest

from .outcome import ask
from .scripted_server import streams, streams_until_close
from .transcripts import Call, Thought, Words

PARTS = {
    "words": (Words("Hi"),),
    "thoughts and words": (Thought("Hm.", "sig"), Words("Hi")),
    "a call": (Call("set_title", '{"title": "Dawn"}'),),
}


@pytest.fixture(autouse=True)
def only_once(monkeypatch):
    """What is cut would be asked for again, which is another test's."""
    monkeypatch.setattr("orchestrator.llm.http.retries.MAX_RETRIES", 0)


def places(length: int) -> list[int]:
    """Where to cut: each of the last bytes, where it nearly is whole, and every 13th before."""
    return [*range(0, length - 60, 13), *range(max(0, length - 60), length)]


@pytest.mark.parametrize("parts", [*PARTS])
async def test_a_stream_is_cut_at_any_byte(server, connect, transcript, parts):
    begun, [end, *_] = transcript.beginning(*PARTS[parts]), transcript.ending(*PARTS[parts])
    stream = b"".join(begun) + end.rstrip(b"\n")
    provider = connect()
    for place in places(len(stream)):
        server.replies(streams(stream[:place]))
        outcome = await ask(provider)
        assert outcome.error is not None, f"taken for whole: {stream[:place][-80:]!r}"
    server.replies(streams(stream))
    assert (await ask(provider)).end


async def test_a_stream_that_ends_with_its_connection_is_cut_at_each_event(server, connect, transcript):
    events = transcript.beginning(Thought("Hm.", "sig"), Words("Hi"), Call("set_title", '{"title": "Dawn"}'))
    provider = connect()
    for number in range(len(events) + 1):
        server.replies(streams_until_close(*events[:number]))
        assert (await ask(provider)).error is not None


async def test_a_whole_answer_in_one_piece_is_cut_at_any_byte(server, connect, transcript):
    body = json.dumps(transcript.whole(Words("Hi"), Call("set_title", '{"title": "Dawn"}'))).encode()
    provider = connect()
    for place in places(len(body)):
        server.replies(streams(body[:place]))
        assert (await ask(provider)).error is not None, f"taken for whole: {body[:place][-80:]!r}"
