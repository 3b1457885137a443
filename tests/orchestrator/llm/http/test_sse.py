"""The decoder gives the same events wherever the network cuts the bytes."""

import pytest

from orchestrator.llm.http.body_reader import BodyReader
from orchestrator.llm.http.sse import MAX_EVENT_BYTES, ServerSentEvent, SSEDecoder

RECORDED = (
    b": OPENROUTER PROCESSING\n\n"
    b'data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n'
    b'data:{"choices":[{"delta":{"content":"Caf\xc3\xa9 \xe2\x98\x95 \xf0\x9f\x8e\xac"}}]}\r\n\r\n'
    b"event: message\r\nid: 7\r\nretry: 10\r\ndata: one\r\ndata: two\r\n\r\n"
    b": keep-alive\r\n\r\n\n\n"
    b'data: {"choices":[],"usage":{"prompt_tokens":3}}\n\n'
    b"data: [DONE]\n\n"
)
EVENTS = [
    b'{"choices":[{"delta":{"role":"assistant","content":""}}]}',
    '{"choices":[{"delta":{"content":"Café ☕ 🎬"}}]}'.encode(),
    b"one\ntwo",
    b'{"choices":[],"usage":{"prompt_tokens":3}}',
    b"[DONE]",
]


def data(events: list[ServerSentEvent]) -> list[bytes]:
    return [event.data for event in events]


def test_one_read_gives_every_event():
    assert data(SSEDecoder().feed(RECORDED)) == EVENTS


def test_every_cut_in_two_gives_the_same_events():
    for cut in range(len(RECORDED) + 1):
        decoder = SSEDecoder()
        assert data(decoder.feed(RECORDED[:cut]) + decoder.feed(RECORDED[cut:])) == EVENTS, f"cut at byte {cut}"


def test_byte_by_byte_gives_the_same_events():
    decoder = SSEDecoder()
    events = [event for place in range(len(RECORDED)) for event in decoder.feed(RECORDED[place : place + 1])]
    assert data(events) == EVENTS


def test_an_event_without_its_blank_line_is_not_yet_one():
    assert SSEDecoder().feed(b"data: half\n") == []


def test_a_body_that_never_ends_its_line_is_given_up():
    decoder = SSEDecoder()
    decoder.feed(b"x" * MAX_EVENT_BYTES)
    with pytest.raises(ValueError, match="no end"):
        decoder.feed(b"x")


def test_a_name_belongs_to_its_event_alone():
    events = SSEDecoder().feed(b"event: error\ndata: 1\n\ndata: 2\n\nevent: lost\n\ndata: 3\n\n")
    assert events == [(b"1", "error"), (b"2", ""), (b"3", "")]


def test_the_type_of_an_event_may_be_its_name():
    body = (
        b'event: error\ndata: {"reason": "busy"}\n\nevent: ping\ndata: {"type": "pong"}\n\nevent: message\ndata: {}\n\n'
    )
    assert [*BodyReader(lambda _: "").feed(body)] == [{"reason": "busy", "type": "error"}, {"type": "pong"}, {}]
