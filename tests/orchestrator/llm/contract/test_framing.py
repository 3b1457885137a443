"""However a server frames its events, the answer is the same; what is no answer is never taken for one."""

import json

import pytest

from tests.orchestrator.llm.contract.texts_of_answers import HI

from .dialects import only
from .scripted_server import CUT, Reply, streams_until_close
from .transcripts import frame
from .transcripts.chat import DONE, delta


def crlf(stream: bytes) -> bytes:
    return stream.replace(b"\n", b"\r\n")


def cr(stream: bytes) -> bytes:
    return stream.replace(b"\n", b"\r")


def mixed_line_ends(stream: bytes) -> bytes:
    return stream.replace(b"\n\n", b"\r\n\n")


def bom(stream: bytes) -> bytes:
    return b"\xef\xbb\xbf" + stream


def no_space(stream: bytes) -> bytes:
    return stream.replace(b"data: ", b"data:")


def more_spaces(stream: bytes) -> bytes:
    return stream.replace(b"data: ", b"data:   ").replace(b"\n\n", b"  \n\n")


def comments(stream: bytes) -> bytes:
    return b": OPENROUTER PROCESSING\n\n" + stream.replace(b"\n\n", b"\n: keep-alive\n\n:\n\n")


def other_fields(stream: bytes) -> bytes:
    return b"retry: 3000\n\n" + stream.replace(b"data: ", b"id: 7\nretry: 10\nfoo: bar\ndata: ")


def two_data_lines(stream: bytes) -> bytes:
    """A JSON value may go on in the next data line."""
    return stream.replace(b'", "', b'",\ndata:  "', 1)


def indented(stream: bytes) -> bytes:
    lines = [line.removeprefix(b"data: ") for line in stream.split(b"\n") if line.startswith(b"data: {")]
    return b"".join(
        b"".join(b"data: " + each + b"\n" for each in json.dumps(json.loads(line), indent=2).encode().split(b"\n"))
        + b"\n"
        for line in lines
    )


def blank_lines_around(stream: bytes) -> bytes:
    return b"\n\n\n" + stream.replace(b"\n\n", b"\n\n\n\n")


def empty_events(stream: bytes) -> bytes:
    return b"data:\n\n" + stream.replace(b"\n\n", b"\n\ndata: \n\nevent: ping\n\n")


def no_blank_lines(stream: bytes) -> bytes:
    """One line feed in place of two."""
    return stream.replace(b"\n\n", b"\n")


def no_last_line_end(stream: bytes) -> bytes:
    return stream.rstrip(b"\n")


def one_last_line_end(stream: bytes) -> bytes:
    return stream.rstrip(b"\n") + b"\n"


def data_twice(stream: bytes) -> bytes:
    """A proxy that frames what is framed already."""
    return stream.replace(b"data: ", b"data: data: ")


def event_names_alone_removed(stream: bytes) -> bytes:
    return b"\n".join(line for line in stream.split(b"\n") if not line.startswith(b"event:"))


def said_done(stream: bytes) -> bytes:
    return stream if DONE in stream else stream + DONE


def done_without_space(stream: bytes) -> bytes:
    return stream.replace(DONE, b"") + b"data:[DONE]"


def pings(stream: bytes) -> bytes:
    ping = b'event: ping\ndata: {"type": "ping"}\n\n'
    return ping + stream.replace(b"\n\n", b"\n\n" + ping, 1)


def upper_case_event(stream: bytes) -> bytes:
    return stream.replace(b"event: ", b"event:")


FRAMINGS = [
    crlf,
    cr,
    mixed_line_ends,
    bom,
    no_space,
    more_spaces,
    comments,
    other_fields,
    two_data_lines,
    indented,
    blank_lines_around,
    empty_events,
    no_blank_lines,
    no_last_line_end,
    one_last_line_end,
    data_twice,
    event_names_alone_removed,
    said_done,
    done_without_space,
    pings,
    upper_case_event,
]


@pytest.mark.parametrize("framing", FRAMINGS)
async def test_a_framing_changes_nothing(play, transcript, framing):
    stream = framing(b"".join(transcript.stream(*HI)))

    assert (await play(stream)).final_text == "Hi you"


@pytest.mark.parametrize("framing", [crlf, cr, bom, comments, indented, data_twice, no_blank_lines])
async def test_a_framing_changes_nothing_when_it_is_cut_anywhere(play, transcript, framing):
    stream = framing(b"".join(transcript.stream(*HI)))

    assert (await play(*[stream[at : at + 7] for at in range(0, len(stream), 7)])).final_text == "Hi you"


async def test_a_line_feed_that_comes_after_its_carriage_return_is_one_line_end(play, transcript):
    stream = crlf(b"".join(transcript.stream(*HI)))
    pieces = stream.replace(b"\r\n", b"\r\0\n").split(b"\0")

    assert (await play(*pieces)).final_text == "Hi you"


async def test_a_body_shorter_than_it_says_is_cut(play, transcript):
    body = b"".join(transcript.beginning(*HI))
    reply = Reply((body, CUT), headers={"Content-Type": "text/event-stream", "Content-Length": "99999"}, chunked=False)

    outcome = await play(reply)

    assert (outcome.text, outcome.code) == ("Hi you", "stream_cut")


async def test_a_body_shorter_than_it_says_but_with_its_end_is_whole(play, transcript):
    body = b"".join(transcript.stream(*HI))
    reply = Reply((body, CUT), headers={"Content-Type": "text/event-stream", "Content-Length": "99999"}, chunked=False)

    assert (await play(reply)).final_text == "Hi you"


async def test_a_body_longer_than_it_says_is_no_answer(play, transcript):
    body = b"".join(transcript.beginning(*HI))
    whole = body + b"".join(transcript.ending(*HI))
    reply = Reply(
        (whole, CUT), headers={"Content-Type": "text/event-stream", "Content-Length": str(len(body))}, chunked=False
    )

    outcome = await play(reply)

    assert outcome.code in ("stream_incomplete", "provider_unreachable", "stream_cut")
    assert outcome.error.retryable


async def test_a_stream_that_ends_with_its_connection_is_whole(play, transcript):
    assert (await play(streams_until_close(*transcript.stream(*HI)))).final_text == "Hi you"


@only("chat")
async def test_azures_first_event_without_choices_is_passed_over(play):
    first = {
        "choices": [],
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}],
        "model": "",
        "id": "",
    }

    assert (
        await play(frame(first), delta(role="assistant", content=""), delta(content="Hi"), delta("stop"), DONE)
    ).final_text == "Hi"


@only("chat")
async def test_events_without_a_delta_are_passed_over(play):
    """Azure's asynchronous filter sends such ones behind the words."""
    later = {"choices": [{"index": 0, "finish_reason": None, "content_filter_offsets": {"start_offset": 1}}]}

    assert (await play(delta(content="Hi"), frame(later), delta("stop"), frame(later), DONE)).final_text == "Hi"
