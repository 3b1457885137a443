"""An answer is whole when the provider says so: an end of the body, of the connection or of patience is none."""

import pytest

from .scripted_server import CUT, HOLD, RESET, is_silent, streams, streams_until_close
from .transcripts import Call, Words
from .transcripts.chat import DONE


async def test_an_end_of_the_body_is_no_end_of_the_answer(play, transcript):
    outcome = await play(*transcript.beginning(Words("Half")))

    assert (outcome.text, outcome.code, outcome.error.retryable) == ("Half", "stream_incomplete", True)


async def test_an_end_of_the_connection_is_no_end_of_the_answer(play, transcript):
    outcome = await play(streams_until_close(*transcript.beginning(Words("Half"))))

    assert (outcome.text, outcome.code) == ("Half", "stream_incomplete")


@pytest.mark.parametrize("fault", [CUT, RESET])
async def test_a_connection_that_breaks_is_a_cut(play, transcript, fault):
    outcome = await play(streams(*transcript.beginning(Words("Half")), fault))

    assert outcome.code == "stream_cut"
    assert "Half".startswith(outcome.text)


@pytest.mark.parametrize("fault", [CUT, RESET])
async def test_a_call_that_is_cut_does_not_act(play, transcript, fault):
    events = transcript.beginning(Words("I name it."), Call("set_title", '{"title": "Dawn"}'))

    assert (await play(streams(*events, fault))).code == "stream_cut"


async def test_a_call_without_an_end_of_the_answer_does_not_act(play, transcript):
    outcome = await play(*transcript.beginning(Words("I name it."), Call("set_title", '{"title": "Dawn"}')))

    assert (outcome.text, outcome.code) == ("I name it.", "stream_incomplete")


async def test_who_says_nothing_more_is_silent(play, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.2
    outcome = await play(streams(*transcript.beginning(Words("Half")), HOLD))

    assert (outcome.code, outcome.error.retryable) == ("provider_silent", True)
    assert outcome.text in ("Half", "")  # "": this machine took longer than the silence that is allowed


async def test_who_never_answers_is_silent_and_not_asked_again(play, server, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.2
    outcome = await play(is_silent())

    assert (outcome.text, outcome.code) == ("", "provider_silent")
    assert len(server.requests) == 1


async def test_who_answers_with_headers_alone_is_silent(play, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 0.2

    assert (await play(streams(b"", HOLD))).code == "provider_silent"


async def test_comments_for_ever_are_silence(play, transcript, settings):
    settings.TURN_MAX_SECONDS = 0
    outcome = await play(streams(*[b": keep-alive\n\n"] * 50, HOLD))

    assert outcome.code == "provider_silent"


async def test_an_answer_that_goes_on_for_ever_is_ended(play, transcript, settings):
    settings.TURN_MAX_SECONDS = 0
    outcome = await play(streams(*transcript.beginning(*[Words("word ")] * 50), HOLD))

    assert outcome.code == "provider_silent"


async def test_a_cut_after_the_end_of_the_answer_loses_nothing(play, transcript):
    for fault in (CUT, RESET):
        assert (await play(streams(*transcript.stream(Words("Hi")), fault))).final_text == "Hi"


async def test_who_has_said_the_end_and_hangs_on_is_not_waited_for(play, transcript):
    assert (await play(streams(*transcript.stream(Words("Hi")), HOLD))).final_text == "Hi"


async def test_junk_after_the_end_of_the_answer_is_not_read(play, transcript):
    assert (await play(*transcript.stream(Words("Hi")), b"data: {junk\n\n")).final_text == "Hi"


async def test_done_is_an_end(play, transcript):
    """Gateways send it in every dialect, and some send nothing else."""
    outcome = await play(*transcript.beginning(Words("Hi")), DONE)

    assert outcome.final_text == "Hi"


async def test_done_is_the_end_of_a_call(play, transcript):
    outcome = await play(*transcript.beginning(Call("set_title", '{"title": "Dawn"}')), DONE)

    assert outcome.calls == [("set_title", {"title": "Dawn"})]
