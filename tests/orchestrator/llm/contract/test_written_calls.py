# ruff: noqa: E501
"""A model whose server knows no tools writes its calls as text; they are calls, and no person reads their syntax."""

import json

from .dialects import common
from .outcome import asking
from .transcripts import Words

DAWN = {"title": "Dawn"}
TITLED = ("set_title", DAWN)
CALL = json.dumps({"name": "set_title", "arguments": DAWN})

WRITTEN = {
    "hermes": f"<tool_call>\n{CALL}\n</tool_call>",
    "hermes on one line": f"<tool_call>{CALL}</tool_call>",
    "hermes with parameters": '<tool_call>\n{"name": "set_title", "parameters": {"title": "Dawn"}}\n</tool_call>',
    "hermes never closed": f"<tool_call>\n{CALL}",
    "qwen coder": "<tool_call>\n<function=set_title>\n<parameter=title>\nDawn\n</parameter>\n</function>\n</tool_call>",
    "qwen coder without the outer tag": "<function=set_title>\n<parameter=title>\nDawn\n</parameter>\n</function>",
    "llama": '<function=set_title>{"title": "Dawn"}</function>',
    "llama python tag": '<|python_tag|>{"name": "set_title", "parameters": {"title": "Dawn"}}',
    "mistral": f"[TOOL_CALLS][{CALL}]",
    "mistral with arguments behind": '[TOOL_CALLS]set_title[ARGS]{"title": "Dawn"}',
    "mistral with the name before": '[TOOL_CALLS]set_title{"title": "Dawn"}',
    "function calls": f"<function_call>{CALL}</function_call>",
    "tools": f"<tools>\n{CALL}\n</tools>",
    "invoke": '<function_calls>\n<invoke name="set_title">\n<parameter name="title">Dawn</parameter>\n</invoke>\n</function_calls>',
    "deepseek": '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>set_title\n```json\n{"title": "Dawn"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    "deepseek v3.1": '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>set_title<｜tool▁sep｜>{"title": "Dawn"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    "kimi": '<|tool_calls_section_begin|><|tool_call_begin|>functions.set_title:0<|tool_call_argument_begin|>{"title": "Dawn"}<|tool_call_end|><|tool_calls_section_end|>',
    "glm": "<tool_call>set_title\n<arg_key>title</arg_key>\n<arg_value>Dawn</arg_value>\n</tool_call>",
    "harmony": '<|start|>assistant<|channel|>commentary to=functions.set_title <|constrain|>json<|message|>{"title": "Dawn"}<|call|>',
    "granite": f"<|tool_call|>[{CALL}]",
    "gemma": '```tool_code\nprint(set_title(title="Dawn"))\n```',
    "pythonic": '[set_title(title="Dawn")]',
    "fenced": f"```json\n{CALL}\n```",
    "fenced as a list": f"```json\n[{CALL}]\n```",
    "bare": CALL,
    "bare list": f"[{CALL}]",
    "as openai writes them": json.dumps(
        {"tool_calls": [{"type": "function", "function": {"name": "set_title", "arguments": json.dumps(DAWN)}}]}
    ),
    "react": 'Action: set_title\nAction Input: {"title": "Dawn"}',
}


@common("written", WRITTEN)
async def test_a_call_that_is_written_as_text_is_a_call(play, transcript, written):
    outcome = await play(*transcript.stream(Words(WRITTEN[written])))

    assert outcome.calls == [TITLED]
    assert not outcome.text.strip()


@common("written", WRITTEN)
async def test_it_may_be_cut_anywhere(play, transcript, written):
    outcome = await play(*transcript.stream(*map(Words, WRITTEN[written])))

    assert outcome.calls == [TITLED]
    assert not outcome.text.strip()


@common("written", ["hermes", "qwen coder", "invoke", "deepseek", "kimi", "glm", "mistral", "fenced"])
async def test_words_before_a_written_call_are_words(play, transcript, written):
    outcome = await play(*transcript.stream(Words("I name it.\n\n"), Words(WRITTEN[written])))

    assert (outcome.text.strip(), outcome.calls) == ("I name it.", [TITLED])


async def test_two_written_calls_are_two(play, transcript):
    second = '<tool_call>\n{"name": "set_style", "arguments": {"palette": "ocean"}}\n</tool_call>'
    outcome = await play(*transcript.stream(Words(f"{WRITTEN['hermes']}\n{second}")))

    assert outcome.calls == [TITLED, ("set_style", {"palette": "ocean"})]


async def test_a_written_call_that_was_cut_acts_on_nothing(play, transcript):
    outcome = await play(*transcript.stream(Words('<tool_call>\n{"name": "set_title", "arguments": {"title": "Da')))

    if outcome.error is None and outcome.end.finish_reason == "tool_calls":
        assert not isinstance(outcome.calls[0][1], dict)
    assert "<tool_call>" not in outcome.text


@common(
    "words",
    [
        '{"title": "Dawn"}',
        '```json\n{"title": "Dawn"}\n```',
        'A call looks like {"name": "make_movie", "arguments": {}}, for instance.',
        "Call set_title(title) to name it.",
        "The tool set_title names the project.",
        "<b>Bold</b> and <i>fine</i>.",
        '```json\n{"name": "Ada", "arguments": "for and against"}\n```',
        "| a | b |\n|---|---|\n| [1] | {2} |",
        "[set the title]",
        "Action: we begin.",
    ],
)
async def test_what_only_looks_like_a_call_is_text(play, transcript, words):
    assert (await play(*transcript.stream(*map(Words, words)))).final_text == words


async def test_without_tools_nothing_is_a_call(play, transcript):
    outcome = await play(*transcript.stream(Words(CALL)), request=asking(tools=()))

    assert outcome.final_text == CALL
