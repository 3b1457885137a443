"""What a person asked for comes through as it was written, piece by piece."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.llm.interface import Text
from orchestrator.llm.text.pieces import merge_neighbours
from orchestrator.llm.text.text_filter import TextFilter
from tests.orchestrator.llm.text.filtered import TOOLS, cut, filtered, in_pieces

EXAMPLE = '{"name": "set_title", "arguments": {"title": "Dawn"}}'

ORDINARY = [
    "Hi",
    "",
    "  ",
    "\n\nHi\n",
    "a\r\nb\r\n\r\nc",
    "🎬 ☕ Café — “quotes” …",
    "1 < 2, 3 > 2, a <b and c> d, [1, 2] and {3}.",
    "[1, 2]",
    '{"name": "Dawn", "age": 3}',
    '{"title": "Dawn", "scenes": [{"name": "One"}, {"name": "Two"}]}',
    '["set_title", "set_style"]',
    'text\n{\n  "a": [1, 2, {"b": null}]\n}\nmore',
    '```json\n{"name": "Dawn"}\n```\nText',
    '{"name": "set_title", "description": "Sets it.", "parameters": {"type": "object", "properties": {}}}',
    "[TOOL_CALLS] is Mistral's marker, <tool_call> is Qwen's, <|python_tag|> is Llama's.",
    "<tool_call> is Qwen's marker.",
    f"`<tool_call>{EXAMPLE}</tool_call>` is how Qwen calls.",
    f"For instance {EXAMPLE} calls it.",
    "set_title changes the title.",
    'set_title(title="Dawn") would set it to Dawn, if I called it.',
    "I can:\n- `set_title`: set the title\n- **undo_change**: undo\n* set_style (colours)\n",
    "What does <think> mean? It opens a thought.",
    "The tag `<think>` opens one, `</think>` closes it. Use </think> once. '</think>' too.",
    "```html\n<think>\nhm\n</think>\n```\nThat is how.",
    "```\n`<think>`\n```",
    "x `` `<think>` `` y",
    "- [ ] todo\n- [x] done\n\n[link](https://x.y/?a=[b]) ![picture](a.png)",
    "# Title\n\n* a\n* b\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    '1. one\n2. two\n   ```js\n   const a = {name: "set_title"};\n   ```\n3. three',
    "<b>bold</b> and <i>it</i>\n<p>\n[1]\n</p>",
    '<html>\n<body onload="f()">\n<script>\nvar a = {"name": 1};\n</script>\n</body>\n</html>',
    "Vec<String> and Map<K, V>, `a<b`, x<y>(z)",
    "$x<y$ and $$\\sum_{i=1}^{n} a_i [i]$$, f[x] = {y}",
    "The token <|im_end|> ends a turn.",
    "analysis of the film: good",
    "Here is my thought process",
    "Action: cut!\nThe director said.",
    "functions are [1]; functools is a module; call: me",
    "<",
    "<" * 50,
    "[" * 50,
    "]" * 30,
    "`" * 7,
    "~~~",
    "<|",
    "◁",
    "<think",
    "\n" * 9 + "a" + "\n" * 9,
]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_text_comes_through_as_it_is(text: str):
    for size in (1, 2, 3, 7, 10_000):
        answer = filtered(in_pieces(text, size))
        assert (answer.text, answer.thoughts, answer.calls) == (text, "", ()), f"in pieces of {size}"


@given(
    st.lists(st.sampled_from(ORDINARY), max_size=4).map("\n\n".join), st.lists(st.integers(min_value=0), max_size=12)
)
def test_no_cut_makes_a_difference_to_an_ordinary_text(text: str, places: list[int]):
    assert filtered(cut(text, places)) == filtered([text])


ALPHABET = [
    "<",
    ">",
    "think",
    "</",
    "[",
    "]",
    "{",
    "}",
    '"name": "set_title"',
    "`",
    "```",
    "\n",
    " ",
    "a",
    "tool_call",
    "|",
    "json",
    "(",
    ")",
    "=",
]


@given(st.lists(st.sampled_from(ALPHABET), max_size=30).map("".join), st.lists(st.integers(min_value=0), max_size=12))
def test_no_cut_makes_a_difference_to_debris(text: str, places: list[int]):
    assert filtered(cut(text, places)) == filtered([text])


@pytest.mark.parametrize(
    "token", ["<|im_end|>", "<|eot_id|>", "</s>", "<|end|>", "<|return|>", "<end_of_turn>", "<｜end▁of▁sentence｜>"]
)
def test_special_tokens_at_the_end_go(token: str):
    assert filtered(f"Hi{token}").text == "Hi"
    assert filtered(f"Hi{token}\n{token}").text == "Hi"


def test_a_plain_piece_is_shown_at_once():
    answer = TextFilter(TOOLS)
    for piece in ["The", " first", " then {", "\n", "b", " bold", "</b> ", "x\n\n", "Now", " [1]. ", "`code`, "]:
        assert "".join(each.text for each in answer.feed(piece)) == piece


def test_a_list_of_the_tools_streams():
    answer = TextFilter(TOOLS)
    text = "I can:\n- `set_title`: set the title\n- **undo_change**: undo\n* set_style (colours)\n\nset_title is"
    assert "".join(each.text for piece in in_pieces(text, 3) for each in answer.feed(piece)) == text


def test_a_plain_piece_costs_microseconds():
    answer = TextFilter(TOOLS)
    answer.feed("Hi")
    began = process_time()
    for _ in range(20_000):
        answer.feed(" word")
    assert process_time() - began < 0.4  # 20 µs each; one takes about 0.7


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a <", "<"),
        ("a <x y z", ""),
        ("a <tool_call>", "<tool_call>"),
        ("a <tool_call> is M", ""),
        ("a\nset_t", "set_t"),
        ("a\nset_to", ""),
        ("```", "```"),
    ],
)
def test_only_what_may_become_a_mark_is_held_back(text: str, held: str):
    answer = TextFilter(TOOLS)
    output = "".join(each.text for piece in text for each in answer.feed(piece))
    assert output == text.removesuffix(held) if held else output == text


def test_a_long_answer_in_one_piece_takes_no_longer_than_its_length():
    text = "A line of <b>text</b> with `code` and [1].\n" * 5_000
    began = process_time()
    assert filtered([text]).text == text
    assert process_time() - began < 5


def test_an_answer_of_very_many_lines_in_one_piece_is_put_together_once():
    began = process_time()
    assert merge_neighbours([Text("line\n")] * 200_000) == [Text("line\n" * 200_000)]
    assert process_time() - began < 3  # a copy of the whole for each line takes three times as long
