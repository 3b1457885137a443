"""An answer with nothing in it is asked for once more, then it is an error."""

import pytest

from .scripted_server import streams
from .transcripts import Call, Thought, Words


async def test_an_empty_answer_is_asked_for_once_more(play, server, transcript):
    outcome = await play(streams(*transcript.stream()), streams(*transcript.stream(Words("Hi"))))

    assert outcome.final_text == "Hi"
    assert len(server.requests) == 2


async def test_a_second_empty_answer_is_an_error(play, server, transcript):
    outcome = await play(streams(*transcript.stream()))

    assert (outcome.code, outcome.error.retryable, len(server.requests)) == ("empty_answer", True, 2)


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\t\r\n", "\u200b", "\xa0"])
async def test_blanks_are_no_answer(play, transcript, blank):
    assert (await play(*transcript.stream(Words(blank)))).code == "empty_answer"


async def test_thoughts_alone_are_no_answer(play, transcript):
    outcome = await play(*transcript.stream(Thought("The person wants a greeting.")))

    assert outcome.code == "empty_answer"


async def test_thoughts_that_are_cut_by_the_limit_end_with_it(play, transcript):
    word = {
        "chat": "length",
        "responses": "incomplete:max_output_tokens",
        "anthropic": "max_tokens",
        "google": "MAX_TOKENS",
    }
    outcome = await play(*transcript.stream(Thought("The person wants"), finish=word[transcript.name]))

    assert (outcome.text, outcome.end.finish_reason) == ("", "length")


async def test_a_call_alone_is_an_answer(play, server, transcript):
    assert (await play(*transcript.stream(Call("undo_change")))).calls == [("undo_change", {})]
    assert len(server.requests) == 1
