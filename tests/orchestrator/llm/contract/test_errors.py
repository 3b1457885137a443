"""A provider's no is called by its true name, and nobody reads its words but the operator."""

import logging

import pytest

from chatstream.run.errors import ModelError, OperatorError, UserError

from .conftest import KEY
from .dialects import only
from .outcome import ask
from .refusals import REFUSALS
from .scripted_server import scripted_server, sends, streams
from .transcripts import Words

WHO_ACTS = {
    "conversation_too_long": UserError,
    "provider_declined": UserError,
    "provider_busy": ModelError,
    "provider_failed": ModelError,
}


@pytest.mark.parametrize(
    ("transcript", "status", "body", "code"),
    [(dialect, status, body, code) for code, refusals in REFUSALS.items() for dialect, status, body in refusals],
    indirect=["transcript"],
)
async def test_a_refusal_is_called_by_its_name(play, transcript, status, body, code):
    outcome = await play(sends(body, status))

    assert outcome.code == code
    assert isinstance(outcome.error, WHO_ACTS.get(code, OperatorError))
    assert str(status) in outcome.error.detail


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "provider_refused_key"),
        (402, "provider_quota_used_up"),
        (413, "conversation_too_long"),
        (429, "provider_busy"),
        (500, "provider_failed"),
        (503, "provider_failed"),
        (418, "provider_refused_request"),
    ],
)
async def test_a_status_without_words_says_enough(play, transcript, status, code):
    assert (await play(sends(b"", status))).code == code


async def test_a_redirect_to_another_host_gets_neither_the_key_nor_the_conversation(play, transcript):
    async with scripted_server() as elsewhere:
        outcome = await play(sends(b"", 307, location=f"{elsewhere.url}/v1"))

    assert outcome.code == "provider_wrong_address"
    assert elsewhere.url in outcome.error.detail
    assert elsewhere.connections == 0


@only("chat")
async def test_a_redirect_within_the_host_is_followed(play, server, transcript):
    moved = sends(b"", 308, location="/moved")

    assert (await play(moved, streams(*transcript.stream(Words("Hi"))))).final_text == "Hi"
    assert server.requests[1].path == "/moved"


@only("chat")
async def test_the_log_says_why_an_address_cannot_be_reached(connect, caplog):
    await ask(connect("http://127.0.0.1:9"))

    assert "Cannot connect to host 127.0.0.1:9" in caplog.text


@pytest.mark.parametrize("status", [204, 201, 202, 206])
async def test_another_success_without_an_answer_is_none(play, transcript, status):
    assert (await play(sends(b"", status))).code in ("stream_unreadable", "stream_incomplete", "empty_answer")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{" * 10_000, b"[" * 100_000, b"x" * 3_000_000, b'"', b"\x00"])
async def test_a_refusal_in_any_form_is_an_error_of_ours(play, transcript, body):
    assert (await play(sends(body, 400))).error is not None


async def test_the_providers_words_are_for_the_log_alone_and_without_the_key(play, server, transcript, caplog):
    words = f"Incorrect API key provided: {KEY}, also sk-other-1234567 and Bearer abc.defghijkl."
    with caplog.at_level(logging.DEBUG):
        outcome = await play(sends(transcript.error(words, 401), 401))

    assert KEY in str(server.requests[0].headers) + server.requests[0].path
    assert "Incorrect API key provided: [key], also [key] and [key]" in caplog.text
    for secret in (KEY, "sk-other", "abc.def"):
        assert secret not in caplog.text + str(outcome.error) + outcome.error.detail
    assert "Incorrect" not in str(outcome.error)


async def test_what_was_raised_below_is_not_printed_with_an_error(play, transcript):
    for script in (sends(transcript.error("no", 401), 401), streams(b"data: {junk\n\n")):
        outcome = await play(script)
        assert outcome.error.__cause__ is None
        assert outcome.error.__suppress_context__ or outcome.error.__context__ is None


async def test_the_words_of_an_error_in_the_stream_are_in_the_log(play, transcript, caplog):
    await play(*transcript.beginning(Words("Half")), transcript.error_event("The flux capacitor is empty.", 500))

    assert "The flux capacitor is empty." in caplog.text


async def test_a_server_without_keys_gets_none(server, connect, transcript):
    server.replies(streams(*transcript.stream(Words("Hi"))))

    assert (await ask(connect(key=""))).final_text == "Hi"
    assert not {"authorization", "x-api-key", "x-goog-api-key"} & set(server.requests[0].headers)
