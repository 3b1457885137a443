"""Calls that a model wrote into its text are calls, in whatever syntax, wherever the stream is cut."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orchestrator.llm.text.filtered import cut, filtered, in_pieces

# Each calls set_title with {"title": "Dawn"}, as the chat template of the model has it.
_SAMPLES = Path(__file__).with_name("written_calls.txt").read_text(encoding="utf-8")
ONE_CALL = dict(re.findall(r"^=== (.+)\n((?s:.+?))\n(?====|\Z)", _SAMPLES, re.MULTILINE))
DAWN = ("set_title", {"title": "Dawn"})
HERMES = ONE_CALL["Hermes, Qwen"]
BARE = '{"name": "set_title", "arguments": {"title": "Dawn"}}'
BARE_UNDO = '{"name": "undo_change", "arguments": {}}'


def test_a_call_is_read_and_leaves_no_text():
    for syntax, sample in ONE_CALL.items():
        answer = filtered([sample])
        assert (answer.text, answer.thoughts, answer.decoded) == ("", "", [DAWN]), syntax


def test_the_size_of_the_pieces_makes_no_difference():
    for syntax, sample in ONE_CALL.items():
        whole = filtered([sample])
        assert [filtered(in_pieces(sample, size)) for size in (1, 2, 3, 5, 11)] == [whole] * 5, syntax


@given(st.sampled_from(list(ONE_CALL.values())), st.lists(st.integers(min_value=0), max_size=12))
def test_no_cut_makes_a_difference(sample: str, places: list[int]):
    assert filtered(cut(sample, places)) == filtered([sample])


def test_words_before_a_call_and_the_end_token_behind_it():
    for syntax, sample in ONE_CALL.items():
        answer = filtered(in_pieces(f"I set the title.\n\n{sample}<|im_end|>\n", 4))
        assert (answer.text.strip(), answer.decoded) == ("I set the title.", [DAWN]), syntax


def test_a_thought_before_a_call():
    for syntax, sample in ONE_CALL.items():
        answer = filtered(in_pieces(f"<think>\nThe title, then.\n</think>\n\n{sample}", 4))
        assert (answer.text, answer.thoughts, answer.decoded) == ("", "The title, then.", [DAWN]), syntax


def test_without_tools_there_is_no_call():
    for syntax, sample in ONE_CALL.items():
        assert filtered(in_pieces(sample, 3), tools=()).calls == (), syntax


TWO_CALLS = {
    "Hermes": f'{HERMES}\n<tool_call>\n{{"name": "undo_change", "arguments": {{}}}}\n</tool_call>',
    "a list inside": '<tool_call>[{"name": "set_title", "arguments": {"title": "Dawn"}}, {"name": "undo_change"}]</tool_call>',
    "Mistral": '[TOOL_CALLS]set_title[ARGS]{"title": "Dawn"}[TOOL_CALLS]undo_change[ARGS]{}',
    "bare": '{"name": "set_title", "parameters": {"title": "Dawn"}}; {"name": "undo_change", "parameters": {}}',
    "pythonic": '[set_title(title="Dawn"), undo_change()]',
    "Olmo": '<function_calls>\nset_title(title="Dawn")\nundo_change()\n</function_calls>',
    "invoke": '<invoke name="set_title"><parameter name="title">Dawn</parameter></invoke><invoke name="undo_change"></invoke>',
    "two fences": f"```json\n{BARE}\n```\n```json\n{BARE_UNDO}\n```",
    "Kimi": "<|tool_calls_section_begin|><|tool_call_begin|>functions.set_title:0<|tool_call_argument_begin|>"
    '{"title": "Dawn"}<|tool_call_end|><|tool_call_begin|>functions.undo_change:1<|tool_call_argument_begin|>{}<|tool_call_end|>',
}


@pytest.mark.parametrize("sample", TWO_CALLS.values(), ids=TWO_CALLS)
def test_several_calls_in_their_order(sample: str):
    assert filtered([sample]).decoded == [DAWN, ("undo_change", {})]
    assert filtered(sample) == filtered([sample])


def test_a_thought_of_gpt_oss_and_its_call():
    answer = filtered(
        "<|channel|>analysis<|message|>A title.<|end|><|start|>assistant<|channel|>commentary to=functions.set_title "
        '<|constrain|>json<|message|>{"title": "Dawn"}<|call|>'
    )
    assert (answer.text, answer.thoughts, answer.decoded) == ("", "A title.", [DAWN])


def test_a_call_at_the_end_of_a_thought_that_is_never_closed():
    answer = filtered(f"<think>\nThe title, then.\n{HERMES}")
    assert (answer.text, answer.decoded) == ("", [DAWN])


def test_a_call_that_was_only_thought_of_is_none():
    answer = filtered(f"<think>\nI could say {HERMES}\nbut no.\n</think>\nNo.")
    assert (answer.text, answer.calls) == ("No.", ())


def test_a_call_in_a_thought_that_the_chat_template_opened_is_none_if_an_answer_follows():
    assert filtered([f"I could say\n{HERMES}\nbut no.\n</think>\nNo."]).calls == ()
    assert filtered([f"I say\n{HERMES}\n</think>"]).decoded == [DAWN]


def test_a_tool_that_there_is_not_is_called_between_clear_marks_alone():
    call = '{"name": "make_movie", "arguments": {"a": 1}}'
    assert filtered(f"<tool_call>{call}</tool_call>").decoded == [("make_movie", {"a": 1})]
    assert filtered(call).text == call


@pytest.mark.parametrize(
    "sample", ["<tool_call>undo_change</tool_call>", "undo_change()", "Action: undo_change\nAction Input: {}"]
)
def test_a_call_without_arguments(sample: str):
    assert filtered(sample).decoded == [("undo_change", {})]


def test_what_the_model_makes_up_behind_a_call_goes():
    answer = filtered(f"{HERMES}\n<tool_response>\nok\n</tool_response>\nThe title is set.")
    assert (answer.text, answer.decoded) == ("", [DAWN])
    answer = filtered('Action: set_title\nAction Input: {"title": "Dawn"}\nObservation: done\nFinal Answer: Done.')
    assert (answer.text, answer.decoded) == ("", [DAWN])


def test_words_between_calls_are_text():
    answer = filtered(f"{HERMES}\nNow undo it.\n<tool_call>undo_change</tool_call>")
    assert (answer.text, answer.decoded) == ("Now undo it.\n", [DAWN, ("undo_change", {})])


def function(parameters: str) -> str:
    return f"<function=set_title>{parameters}</function>"


VALUES = {
    "marks in JSON": (
        '{"name": "set_title", "arguments": {"a": "</tool_call> ``` <b>"}}',
        {"a": "</tool_call> ``` <b>"},
    ),
    "a line break in JSON": ('{"name": "set_title", "arguments": {"a": "Da\nwn"}}', {"a": "Da\nwn"}),
    "no arguments": ('{"name": "set_title", "arguments": null}', {}),
    "tags": (function('<parameter=a><b>x</b> & "y"</parameter>'), {"a": '<b>x</b> & "y"'}),
    "lines": (function("<parameter=a>\n  x\n\n  y\n</parameter>"), {"a": "  x\n\n  y"}),
    "a list": (function('<parameter=a>[{"b": "One"}]</parameter>'), {"a": [{"b": "One"}]}),
    "a truth": (function("<parameter=a>true</parameter>"), {"a": True}),
    "a number stays text, it may be a title": (function("<parameter=a>2001</parameter>"), {"a": "2001"}),
    "what says that it is text": (function('<parameter name="a" string="true">[1]</parameter>'), {"a": "[1]"}),
    "what says that it is none": (function('<parameter name="a" string="false">8</parameter>'), {"a": 8}),
    "elements": (function("<a><item><b>1</b></item><item><b>2</b></item></a>"), {"a": [{"b": "1"}, {"b": "2"}]}),
    "Gemma": (
        'call:set_title{n:8,ok:true,of:[{a:<|"|>One, {x}<|"|>}]}',
        {"n": 8, "ok": True, "of": [{"a": "One, {x}"}]},
    ),
    "an expression": (
        "set_title(a='It\\'s', ok=True, n=None, of=[1, (2,)])",
        {"a": "It's", "ok": True, "n": None, "of": [1, [2]]},
    ),
}


@pytest.mark.parametrize(("sample", "arguments"), VALUES.values(), ids=VALUES)
def test_values(sample: str, arguments: dict[str, object]):
    assert filtered([f"<tool_call>{sample}</tool_call>"]).decoded == [("set_title", arguments)]


def test_words_behind_a_call_are_text():
    assert filtered(f"One moment.\n{HERMES}\nDone.").text == "One moment.\nDone."


CUT_SHORT = {
    "within a value": '<tool_call>{"name": "set_title", "arguments": {"title": "Da',
    "before the arguments end": '<tool_call>{"name": "set_title", "arguments": {"title": "Dawn"',
    "before the arguments": '<tool_call>{"name": "undo_change"',
    "a parameter": "<function=set_title>\n<parameter=title>\nDa",
    "behind a parameter": "<function=set_title>\n<parameter=title>\nDawn\n</parameter>\n",
    "by the next call": '<invoke name="set_title"><parameter name="title">Da<invoke name="set_title"><parameter name="t',
    "an expression": '[set_title(title="Da',
    "keys and values": "<tool_call>set_title\n<arg_key>title</arg_key>\n<arg_value>Dawn</arg_value>\n",
    "Mistral": '[TOOL_CALLS]set_title{"title": "Da',
    "bare": '{"name": "set_title", "parameters": {"title": "Da',
}


@pytest.mark.parametrize("sample", CUT_SHORT.values(), ids=CUT_SHORT)
def test_a_call_that_was_cut_keeps_broken_arguments(sample: str):
    calls = filtered(sample).calls
    assert calls
    for name, arguments in calls:
        assert name in ("set_title", "undo_change")
        with pytest.raises(ValueError):
            json.loads(arguments)


def test_large_arguments_take_no_longer_in_small_pieces():
    sample = f'<tool_call>{{"name": "set_title", "arguments": {{"title": "{"x" * 200_000}"}}}}</tool_call>'
    assert filtered(in_pieces(sample, 4)).decoded == [("set_title", {"title": "x" * 200_000})]


def test_deep_arguments_are_handed_on_as_they_are():
    deep = '{"a": ' * 50_000 + "1" + "}" * 50_000
    assert filtered([f'<tool_call>{{"name": "set_title", "arguments": {deep}}}</tool_call>']).calls == (
        ("set_title", deep),
    )


def test_openings_of_no_call_do_not_add_up():
    text = '<tool_call>{"' * 3_000
    assert filtered([text]).text == text
