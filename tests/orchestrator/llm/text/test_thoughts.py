"""Thoughts in the text of an answer are taken out, and shown as thoughts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.llm.interface import Reasoning, Text, TextRetraction
from orchestrator.llm.text.text_filter import TextFilter
from tests.orchestrator.llm.text.filtered import TOOLS, Filtered, cut, filtered, in_pieces

THOUGHTS = {
    "think": "<think>\nhm\n</think>\n\nHi",
    "on one line": "<think>hm</think>Hi",
    "upper case": "<THINK>hm</THINK>Hi",
    "thinking": "<thinking>hm</thinking>\nHi",
    "thought": "<thought>hm</thought>Hi",
    "reasoning": "<reasoning>hm</reasoning>Hi",
    "K2 Horizon": "<ifm|think_faster>hm</ifm|think_faster>Hi",
    "Magistral": "[THINK]hm[/THINK]Hi",
    "Kimi": "◁think▷hm◁/think▷Hi",
    "Kimi K3": "<|open|>think<|sep|>hm<|close|>think<|sep|><|open|>response<|sep|>Hi<|close|>response<|sep|>",
    "Seed": "<seed:think>hm</seed:think>Hi",
    "Hunyuan": "<think:6124c78e>hm</think:6124c78e>Hi",
    "Hunyuan, DeepSeek-R1": "<think>hm</think>\n<answer>\nHi</answer>",
    "gpt-oss": "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
    "gpt-oss without special tokens": "analysisHm.assistantfinalHi",
    "Gemma 4": "<|channel>thought\nhm<channel|>Hi",
    "MedGemma": "<unused94>thought\nhm<unused95>Hi",
    "Command A": "<|START_THINKING|>hm<|END_THINKING|><|START_RESPONSE|>Hi<|END_RESPONSE|>",
    "Apertus": "<|inner_prefix|>hm<|inner_suffix|>Hi",
    "Granite": "Here is my thought process: hm\nHere is my response: Hi",
    "Sky-T1": "<|begin_of_thought|>hm<|end_of_thought|>\n\n<|begin_of_solution|>Hi<|end_of_solution|>",
    "blank around": "  <think> hm </think>  Hi",
    "another end": "<think>hm</thinking>Hi",
    "opened twice": "<think>\n<think>\nhm\n</think>\nHi",
    "behind a header": "<|im_start|>assistant\n<think>hm</think>Hi",
    "end token": "<think>hm</think>Hi<|im_end|>\n<|endoftext|>",
}


@pytest.mark.parametrize("sample", THOUGHTS.values(), ids=THOUGHTS)
def test_a_thought_is_taken_out(sample: str):
    answer = filtered([sample])
    assert (answer.text, answer.thoughts.lower().rstrip("."), answer.calls) == ("Hi", "hm", ())


OTHER_THOUGHTS = {
    "blank": ("<think>\n\n</think>\n\nHi", "Hi", ""),
    "empty": ("<think></think>Hi", "Hi", ""),
    "several": ("<think>a</think>\n<think>b</think>\nHi", "Hi", "ab"),
    "one within the text, where a line begins": ("<think>a</think>One\n<think>b</think>\nTwo", "One\nTwo", "ab"),
    "nested": ("<think>a<think>b</think>c</think>Hi", "Hi", "abc"),
    "nothing thought": ("<think/>\nHi", "Hi", ""),
    "closed twice": ("<think>hm</think>Hi</think>", "Hi", "hm"),
    "never closed": ("<think>hm", "", "hm"),
    "about the tag": (
        "<think>what <think> means, and `</think>`</think>Hi",
        "Hi",
        "what <think> means, and `</think>`",
    ),
    "blank lines inside": ("<think>a < b\n\n  c</think>Hi", "Hi", "a < b\n\n  c"),
    "code behind it": ("<think>hm</think>\n```html\n<think>x</think>\n```", "```html\n<think>x</think>\n```", "hm"),
    "a preamble of gpt-oss": (
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>commentary<|message|>First. <|end|>"
        "<|start|>assistant<|channel|>final<|message|>Hi",
        "First. Hi",
        "hm",
    ),
}


@pytest.mark.parametrize(("sample", "text", "thoughts"), OTHER_THOUGHTS.values(), ids=OTHER_THOUGHTS)
def test_which_part_is_thought(sample: str, text: str, thoughts: str):
    answer = filtered([sample])
    assert (answer.text, answer.thoughts) == (text, thoughts)


SAMPLES = [*THOUGHTS.values(), *(sample for sample, _, _ in OTHER_THOUGHTS.values())]


@given(st.sampled_from(SAMPLES), st.lists(st.integers(min_value=0), max_size=12))
def test_no_cut_makes_a_difference_to_a_thought(sample: str, places: list[int]):
    assert filtered(cut(sample, places)) == filtered([sample]) == filtered(sample)


def test_an_answer_behind_a_mark_that_looked_nested_is_shown_at_the_end():
    assert filtered("<think>a<think>b</think>Hi").text == "Hi"


def test_a_thought_streams():
    answer = TextFilter(TOOLS)
    assert answer.feed("<think>") == []
    assert answer.feed("first ") == [Reasoning("first")]
    assert answer.feed("then") == [Reasoning(" then")]


def test_a_thought_that_the_chat_template_opened_has_only_its_end():
    whole = filtered(["hm\n</think>\n\nHi"])
    assert (whole.text, whole.thoughts) == ("Hi", "hm")


@pytest.mark.parametrize(
    "text", ["I say hi. </think> Hi", "I say hi.</think>Hi", "I say hi.\n</think>Hi", "I say hi </think>\nHi"]
)
def test_a_lone_end_stands_behind_a_sentence(text: str):
    assert filtered([text]).text == "Hi"


def test_what_was_shown_before_a_lone_end_is_withdrawn():
    answer = TextFilter(TOOLS)
    assert answer.feed("hm") == [Text("hm")]
    assert answer.feed(" so\n</think>\n\nHi") == [Text(" so\n"), TextRetraction(), Text("Hi")]
    assert answer.feed(" you") == [Text(" you")]


@pytest.mark.parametrize("size", [1, 3, 100])
def test_wherever_it_is_cut_only_what_stands_behind_a_lone_end_is_the_answer(size: int):
    answer = filtered(in_pieces("hm so\n</think>\n\nHi", size))
    assert (answer.text, answer.thoughts) == ("Hi", "hm so")


def test_a_lone_end_behind_which_nothing_comes_ends_no_thought():
    assert filtered(["Hi", "</think>", "\n", "<|im_end|>"]) == Filtered("Hi", "", ())


def test_a_thought_whose_beginning_did_not_come_and_a_call():
    call = '{"name": "set_title", "arguments": {"title": "Dawn"}}'
    answer = filtered(["hm", f"</think>\n\n<tool_call>{call}</tool_call>"])
    assert (answer.text, answer.thoughts, len(answer.calls)) == ("", "hm", 1)


def test_a_text_about_the_tags_is_not_withdrawn():
    text = "A model writes\n<think>\nhm\n</think>\nand then its answer."
    assert filtered(in_pieces(text, 3)) == Filtered(text, "", ())


@pytest.mark.parametrize("size", [1, 3, 100])
def test_who_knows_that_the_template_opens_the_thought_says_so(size: int):
    answer = filtered(in_pieces("hm\n</think>\n\nHi", size), opened=True)
    assert (answer.text, answer.thoughts) == ("Hi", "hm")


def test_an_answer_without_the_thought_that_was_announced_is_shown_at_the_end():
    assert filtered("Hi there", opened=True).text == "Hi there"
