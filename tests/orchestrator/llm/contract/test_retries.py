"""What can be tried again before anybody has read a word is tried again; after the first word nothing is, and nothing for ever."""

import email.utils
import time

import pytest

from .dialects import common
from .outcome import ask
from .scripted_server import CUT, RESET, Reply, resets, sends, streams, zipped
from .transcripts import Call, Thought, Words


def refuses(transcript, status: int, message: str = "Try later.", code: str = "", **headers: str) -> Reply:
    return sends(transcript.error(message, status, code), status, **headers)


def hi(transcript) -> Reply:
    return streams(*transcript.stream(Words("Hi")))


@common("status", [408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529, 599])
async def test_a_server_that_is_unwell_is_asked_again(play, server, transcript, status):
    outcome = await play(refuses(transcript, status), refuses(transcript, status), hi(transcript))

    assert outcome.final_text == "Hi"
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [429, 500, 503, 529])
async def test_a_server_that_stays_unwell_is_left(play, server, transcript, status):
    outcome = await play(refuses(transcript, status))

    assert outcome.code in ("provider_busy", "provider_failed")
    assert outcome.error.retryable
    assert 2 <= len(server.requests) <= 4


GATEWAYS = [
    *(
        (502, body)
        for body in (
            "",
            "upstream connect error",
            "<html><title>502 Bad Gateway</title></html>",
            "error code: 502",
            "{",
            "null",
        )
    ),
    *((status, '{"detail": "oops"}') for status in (429, 502, 503)),
    (429, ""),
    (503, "no healthy upstream"),
]


@common("answer", GATEWAYS)
async def test_a_gateway_that_is_unwell_is_asked_again_whatever_it_says(play, server, transcript, answer):
    status, body = answer
    assert (await play(sends(body, status), hi(transcript))).final_text == "Hi"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 422])
async def test_a_refusal_that_nothing_can_be_learned_from_is_not_repeated(play, server, transcript, status):
    outcome = await play(refuses(transcript, status, "Computer says no."), hi(transcript))

    assert outcome.error is not None
    assert len(server.requests) == 1


# --- how long -------------------------------------------------------------------------------------------------------------

FITS = [
    {"retry_after": "0"},
    {"retry_after": "0.05"},
    {"retry_after_ms": "50"},
    {"retry_after": "0.05s"},
    {"retry_after": "50ms"},
    {"x_ratelimit_reset_requests": "50ms"},
    {"x_ratelimit_reset_tokens": "0.05s"},
    {"retry_after": "soon"},
    {"retry_after": "-5"},
    {"retry_after": ""},
    {},
]


@common("headers", FITS)
async def test_a_wait_that_fits_is_waited(play, server, transcript, headers):
    assert (await play(refuses(transcript, 429, **headers), hi(transcript))).final_text == "Hi"
    assert len(server.requests) == 2


async def test_a_date_that_has_passed_is_no_wait(play, server, transcript):
    date = email.utils.formatdate(time.time() - 60, usegmt=True)

    assert (await play(refuses(transcript, 429, retry_after=date), hi(transcript))).final_text == "Hi"


LATER = [
    {"retry_after": "60"},
    {"retry_after": "3600"},
    {"retry_after_ms": "60000"},
    {"retry_after": "1m30s"},
    {"retry_after": "60s"},
    {"retry_after": email.utils.formatdate(time.time() + 3600, usegmt=True)},
]


@common("headers", LATER)
async def test_a_wait_that_does_not_fit_is_said_at_once(play, server, transcript, headers):
    for status in (429, 503):
        outcome = await play(refuses(transcript, status, **headers), hi(transcript))
        assert outcome.code in ("provider_busy", "provider_failed")
        assert outcome.error.retryable
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "message",
    ["Rate limit reached. Please try again in 2m59.56s.", "Please retry after 60 seconds.", "Please retry in 58.4s."],
)
async def test_a_wait_in_words_that_does_not_fit_is_said_at_once(play, server, transcript, message):
    outcome = await play(refuses(transcript, 429, message), hi(transcript))

    assert outcome.code == "provider_busy"
    assert len(server.requests) == 1


async def test_googles_wait_in_the_body_is_understood(play, server, transcript):
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "58s"}]
    body = {
        "error": {"code": 429, "message": "Resource exhausted.", "status": "RESOURCE_EXHAUSTED", "details": details}
    }

    assert (await play(sends(body, 429), hi(transcript))).code == "provider_busy"
    assert len(server.requests) == 1


# --- broken lines ---------------------------------------------------------------------------------------------------------


async def test_a_reset_before_the_answer_is_not_seen(play, server, transcript):
    assert (await play(resets(), resets(), hi(transcript))).final_text == "Hi"
    assert len(server.requests) == 3


async def test_a_server_that_always_resets_cannot_be_reached(play, server, transcript):
    outcome = await play(resets())

    assert (outcome.code, outcome.error.retryable) == ("provider_unreachable", True)
    assert len(server.requests) == 3


@pytest.mark.parametrize("fault", [CUT, RESET])
async def test_a_cut_before_the_first_word_is_not_seen(play, server, transcript, fault):
    begun = transcript.beginning()[:1]

    assert (await play(streams(b"", *begun, fault), hi(transcript))).final_text == "Hi"
    assert len(server.requests) == 2


async def test_an_end_before_the_first_word_is_not_seen(play, server, transcript):
    assert (await play(streams(*transcript.beginning()), hi(transcript))).final_text == "Hi"


@pytest.mark.parametrize("body", [b"", b"<html>", b"data: {\n\n", b"OK"])
async def test_junk_before_the_first_word_is_not_seen(play, server, transcript, body):
    assert (await play(sends(body), hi(transcript))).final_text == "Hi"


async def test_a_call_that_broke_before_the_first_word_is_asked_for_again(play, server, transcript):
    """Nothing of a call is shown before it is whole."""
    begun = transcript.beginning(Call("set_title", '{"title": "Da'))
    whole = transcript.stream(Call("set_title", '{"title": "Dawn"}'))

    assert (await play(streams(*begun, CUT), streams(*whole))).calls == [("set_title", {"title": "Dawn"})]


async def test_a_cut_after_the_first_word_is_an_error(play, server, transcript):
    outcome = await play(streams(*transcript.beginning(Words("Half")), CUT), hi(transcript))

    assert (outcome.text, outcome.code, len(server.requests)) == ("Half", "stream_cut", 1)


async def test_a_cut_after_the_first_thought_is_never_shown_twice(play, server, transcript):
    outcome = await play(
        streams(*transcript.beginning(Thought("Hmm.")), CUT), streams(*transcript.stream(Thought("Hmm."), Words("Hi")))
    )

    assert outcome.reasoning == "Hmm."


async def test_nobody_listening_cannot_be_reached(server, connect, transcript):
    outcome = await ask(connect(url="http://127.0.0.1:9"))

    assert (outcome.code, outcome.error.retryable) == ("provider_unreachable", True)


async def test_what_follows_a_broken_answer_is_not_mixed_with_it(play, server, connect, transcript):
    server.replies(zipped(*transcript.beginning(Words("Half"))), hi(transcript))
    provider = connect()

    assert (await ask(provider)).code == "stream_incomplete"
    assert (await ask(provider)).final_text == "Hi"


async def test_a_kept_connection_that_the_server_has_closed_is_not_seen(server, connect, transcript):
    """Servers close idle connections at any time, also when the next request is on its way."""
    provider = connect()
    server.replies(hi(transcript))
    assert (await ask(provider)).final_text == "Hi"
    server.replies(resets(), hi(transcript))

    assert (await ask(provider)).final_text == "Hi"


async def test_answers_share_one_connection(server, connect, transcript):
    provider = connect()
    server.replies(hi(transcript))
    for _ in range(3):
        assert (await ask(provider)).final_text == "Hi"

    assert (len(server.requests), server.connections) == (3, 1)
