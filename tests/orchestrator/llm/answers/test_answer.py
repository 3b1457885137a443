"""What an answer is that has nothing in it, and what the calls of one are."""

import json
from typing import Any

import pytest

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.answers.calls import CallPiece
from orchestrator.llm.interface import StepEnd


@pytest.mark.parametrize("word", ["stop", "end_turn", "tool_calls"])
@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_answer_that_is_said_to_be_whole_and_holds_no_words_is_empty(word: str, text: str) -> None:
    answer = Answer({}, "here")
    answer.add_text(text)
    answer.finish(word)
    answer.end()
    assert answer.is_empty


@pytest.mark.parametrize("word", ["max_tokens", "content_filter", "refusal", "MODEL_ARMOR", "MALFORMED_FUNCTION_CALL"])
def test_an_answer_that_was_cut_or_filtered_has_an_end_of_its_own(word: str) -> None:
    answer = Answer({}, "here")
    answer.finish(word)
    answer.end()
    assert not answer.is_empty


TITLE = {"type": "object", "properties": {"title": {"type": "string"}, "input": {"type": "string"}}}


def requests_of(*pieces: CallPiece, text: str = "") -> list[tuple[str, Any]]:
    answer = Answer({"set_title": TITLE}, "here")
    for piece in pieces:
        answer.calls.add(piece)
    answer.add_text(text)
    answer.finish("tool_calls")
    end = answer.end()[-1]
    assert isinstance(end, StepEnd)
    return [(request.name, json.loads(request.arguments)) for request in end.tool_requests]


def test_arguments_come_in_the_types_of_the_tool() -> None:
    assert requests_of(CallPiece(0, "1", "set_title", '{"title": 2001}')) == [("set_title", {"title": "2001"})]


def test_a_field_that_is_called_like_a_wrapping_is_a_field() -> None:
    assert requests_of(CallPiece(0, "1", "set_title", '{"input": "{}"}')) == [("set_title", {"input": "{}"})]


@pytest.mark.parametrize("arguments", ['{"title": "Dawn"}', {"title": "Dawn"}, '{ "title" : "Dawn" }'])
def test_a_call_that_also_stands_in_the_text_is_one_call(arguments: object) -> None:
    written = '<tool_call>{"name": "set_title", "arguments": {"title": "Dawn"}}</tool_call>'
    assert requests_of(CallPiece(0, "1", "set_title", arguments), text=written) == [("set_title", {"title": "Dawn"})]


def test_another_call_in_the_text_is_a_second_one() -> None:
    written = '<tool_call>{"name": "set_title", "arguments": {"title": "Dusk"}}</tool_call>'
    assert requests_of(CallPiece(0, "1", "set_title", '{"title": "Dawn"}'), text=written) == [
        ("set_title", {"title": "Dawn"}),
        ("set_title", {"title": "Dusk"}),
    ]


def test_a_call_that_is_written_twice_is_two_calls() -> None:
    written = '<tool_call>{"name": "set_title", "arguments": {"title": "Dusk"}}</tool_call>\n'
    assert len(requests_of(text=written * 2)) == 2


def test_words_that_look_like_a_nul_stay_words() -> None:
    assert requests_of(CallPiece(0, "1", "set_title", r'{"title": "C:\\u0000 is a path"}')) == [
        ("set_title", {"title": r"C:\u0000 is a path"})
    ]


def test_a_nul_that_no_database_keeps_is_left_out() -> None:
    assert requests_of(CallPiece(0, "1", "set_title", r'{"title": "Da\u0000wn"}')) == [("set_title", {"title": "Dawn"})]


def test_arguments_nested_too_deep_for_any_reader_are_no_error_of_ours() -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"a": deep}
    answer = Answer({"set_title": TITLE}, "here")
    answer.calls.add(CallPiece(0, "1", "set_title", deep))
    answer.finish("tool_calls")
    assert answer.end()[-1].tool_requests[0].name == "set_title"
    while deep:  # else its end is as deep
        deep = deep.pop("a", None)
