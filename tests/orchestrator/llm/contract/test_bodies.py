"""What comes in place of a stream of events, and what is no answer at all."""

import codecs
import gzip
import json
import zlib

import pytest

from tests.orchestrator.llm.contract.texts_of_answers import HI

from .dialects import only
from .scripted_server import sends, streams, zipped
from .transcripts import TRANSCRIPTS, Words, frame
from .transcripts.chat import DONE, chunk

NO_ANSWER = {"stream_unreadable", "stream_incomplete", "empty_answer", "provider_failed", "provider_wrong_address"}


async def test_a_zipped_stream_is_read(play, transcript):
    assert (await play(zipped(*transcript.stream(*HI)))).final_text == "Hi you"


async def test_a_zipped_stream_in_pieces_is_read(play, transcript):
    packed = gzip.compress(b"".join(transcript.stream(*HI)))
    pieces = [packed[at : at + 5] for at in range(0, len(packed), 5)]

    assert (await play(streams(*pieces, content_encoding="gzip"))).final_text == "Hi you"


async def test_a_deflated_stream_is_read(play, transcript):
    packed = zlib.compress(b"".join(transcript.stream(*HI)))

    assert (await play(streams(packed, content_encoding="deflate"))).final_text == "Hi you"


async def test_a_stream_that_says_it_is_zipped_and_is_not_is_unreadable(play, transcript):
    outcome = await play(streams(*transcript.stream(*HI), content_encoding="gzip"))

    assert outcome.code in ("stream_unreadable", "stream_cut")


@pytest.mark.parametrize(
    "content_type", ["text/event-stream;charset=UTF-8", "text/plain", "application/json", "application/octet-stream"]
)
async def test_the_content_type_of_a_stream_does_not_matter(play, transcript, content_type):
    assert (await play(streams(*transcript.stream(*HI), content_type=content_type))).final_text == "Hi you"


@pytest.mark.parametrize("indent", [None, 2])
async def test_a_whole_answer_in_place_of_a_stream_is_an_answer(play, transcript, indent):
    body = json.dumps(transcript.whole(*HI), indent=indent)

    assert (await play(sends(body))).final_text == "Hi you"


async def test_a_whole_answer_as_the_only_event_is_an_answer(play, transcript):
    assert (await play(frame(transcript.whole(*HI)))).final_text == "Hi you"


async def test_a_whole_answer_in_a_list_is_an_answer(play, transcript):
    assert (await play(sends([transcript.whole(*HI)]))).final_text == "Hi you"


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"\n\n"])
async def test_a_line_of_json_for_each_event_is_a_stream(play, transcript, between):
    events = [
        line[6:] for event in transcript.stream(*HI) for line in event.split(b"\n") if line.startswith(b"data: {")
    ]

    assert (await play(sends(between.join(events)))).final_text == "Hi you"
    assert (await play(streams(*[event + between for event in events]))).final_text == "Hi you"


async def test_a_list_of_events_that_grows_is_a_stream(play, transcript):
    """As Gemini streams without `alt=sse`."""
    events = [
        line[6:] for event in transcript.stream(*HI) for line in event.split(b"\n") if line.startswith(b"data: {")
    ]

    assert (await play(streams(b"[", b"\n,\n".join(events), b"\n]"))).final_text == "Hi you"


@only("chat")
async def test_a_whole_answer_may_be_json_in_json_text_or_have_a_mark_before_it(play):
    whole = json.dumps(TRANSCRIPTS["chat"].whole(*HI)).encode()

    assert (await play(sends(json.dumps(whole.decode())))).final_text == "Hi you"
    assert (await play(sends(codecs.BOM_UTF8 + whole))).final_text == "Hi you"


@only("chat")
async def test_an_event_may_hold_several_values_or_json_in_json_text(play):
    events = [json.dumps(chunk(content="Hi you")), json.dumps(chunk("stop"))]

    for data in ("".join(events), "data: ".join(events), f"[{','.join(events)}]"):
        assert (await play(f"data: {data}\n\n".encode(), DONE)).final_text == "Hi you"
    encoded = [f"data: {json.dumps(data)}\n\n".encode() for data in (*events, "[DONE]")]
    assert (await play(*encoded)).final_text == "Hi you"
    assert (await play(sends("\n".join([*events, "[DONE]"])))).final_text == "Hi you"


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b"<html>",
        b"OK",
        b"",
        b"   \n\n",
        b"null",
        b"true",
        b"42",
        b'"Hello"',
        b"[]",
        b"{}",
        b"[1, 2]",
        b'{"status": "ok"}',
        b'{"data": {"hello": "world"}}',
        b'{"choices": []}',
        b'{"candidates": []}',
        b'{"output": []}',
        b'{"content": []}',
        b'{"choices": null, "output": null, "content": null, "candidates": null}',
        b"\xff\xfe\x00\x01",
        b"data",
        b"data: ",
        b"data: hello\n\n",
        b"data: {}\n\n",
        b"data: null\n\n",
        b"data: [1, 2]\n\n",
        b'data: "Hello"\n\n',
        b"event: done\n\n",
        b": nothing\n\n",
    ],
)
async def test_a_200_that_is_no_answer_is_an_error(play, transcript, body):
    for reply in (sends, streams):
        assert (await play(reply(body))).code in NO_ANSWER


async def test_done_alone_is_no_answer(play, transcript):
    assert (await play(DONE)).code in ("empty_answer", "stream_incomplete")


async def test_a_body_without_end_and_without_an_event_is_left(play, transcript):
    outcome = await play(streams(*[b"x" * 1_000_000] * 12))

    assert outcome.code == "stream_unreadable"


async def test_json_that_is_nested_without_end_is_unreadable(play, transcript):
    assert (await play(b"data: " + b"[" * 100_000 + b"\n\n")).code == "stream_unreadable"
    assert (await play(sends(b'{"a":' * 100_000))).code == "stream_unreadable"


async def test_numbers_that_python_refuses_to_read_are_unreadable(play, transcript):
    """An int of more than 4,300 digits raises ValueError."""
    assert (await play(b"data: " + b"9" * 10_000 + b"\n\n")).code == "stream_unreadable"


async def test_nan_and_infinity_are_numbers(play, transcript):
    first, *rest = transcript.stream(*HI)

    assert (await play(first.replace(b"{", b'{"score": NaN, "more": -Infinity, ', 1), *rest)).final_text == "Hi you"


async def test_broken_json_after_words_is_an_error_with_the_words_before_it(play, transcript):
    outcome = await play(
        *transcript.beginning(Words("Half")), b'data: {"choices": [{"delta": \n\n', *transcript.ending()
    )

    assert (outcome.text, outcome.code) == ("Half", "stream_unreadable")
