"""What an answer is that has nothing in it."""

import pytest

from orchestrator.llm.answer import Answer


@pytest.mark.parametrize("word", ["stop", "end_turn", "tool_calls"])
@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_answer_that_is_said_to_be_whole_and_holds_no_words_is_empty(word: str, text: str) -> None:
    answer = Answer([], "here")
    answer.add_text(text)
    answer.finish(word)
    answer.end()
    assert answer.is_empty


@pytest.mark.parametrize("word", ["max_tokens", "content_filter", "refusal", "MODEL_ARMOR", "MALFORMED_FUNCTION_CALL"])
def test_an_answer_that_was_cut_or_filtered_has_an_end_of_its_own(word: str) -> None:
    answer = Answer([], "here")
    answer.finish(word)
    answer.end()
    assert not answer.is_empty
