"""The tags around a model's thoughts, and what else chat templates leave in a text."""

from typing import Any

import regex

# Where a match has a group `next`, that group belongs to what follows.
_TAG_NAMES = "thinking|think(?:_faste?r?)?|thoughts?|reasoning|scratchpad|reflection|inner_monologue"
_TAGS = rf"(?:[\w.-]{{1,12}}[:|]|ant_?)?(?:{_TAG_NAMES})(?::[\w-]{{1,20}})?"

# Harmony (gpt-oss) names a channel; Granite writes it in words; without its special tokens, harmony's words run together.
OPENS = regex.compile(
    rf"<\|?{_TAGS}(?:\s[^<>/]{{0,60}})?\|?>|\[THINK\]|◁think▷|<\|(?:begin_of_thought|START_THINKING|inner_prefix)\|>"
    r"|<unused94>(?:\s*thought\n|\s*(?P<next>[^\st]))|<\|open\|>think<\|sep\|>",
    regex.IGNORECASE,
)
EMPTY = regex.compile(rf"<{_TAGS}\s*/>", regex.IGNORECASE)
OPENS_AT_START = regex.compile(r"Here(?:'s| is) my thought process:|analysis(?P<next>[A-Z])")
OPENS_ANYWHERE = regex.compile(
    r"(?:<\|start\|>assistant)?<\|channel\|>analysis[^<>=]{0,30}<\|message\|>|<\|channel>thought(?:\n|(?P<next>\S))"
)
CLOSES = regex.compile(
    rf"<(?:/\|?|\|/){_TAGS}\s*\|?>|\[/THINK\]|◁/think▷|<\|(?:end_of_thought|END_THINKING|inner_suffix)\|>|<unused95>|<channel\|>"
    r"|<\|close\|>think<\|sep\|>",
    regex.IGNORECASE,
)
CLOSES_CHANNEL = regex.compile(r"<\|(?:end|return|call)\|>|(?P<next><\|(?:start|channel)\|>)")
CLOSES_WORDS = regex.compile(r"Here(?:'s| is) my response:|assistantfinal|assistant(?P<next>commentary|analysis)")

# What stands before an answer or a part of it.
HEADERS = regex.compile(
    r"(?:<\|(?:end|return)\|>\s*)?(?:<\|start\|>assistant)?<\|channel\|>(?:final|commentary)[^<>=]{0,20}(?:<\|constrain\|>\s*\w+\s*)?<\|message\|>"
    r"|<\|im_start\|>assistant\r?\n|<\|start_header_id\|>assistant<\|end_header_id\|>\s*|<\|start_of_role\|>assistant<\|end_of_role\|>"
    r"|<\|open\|>response<\|sep\|>|<\|START_(?:RESPONSE|TEXT)\|>|<\|begin_of_solution\|>"
)
WRAPPERS = regex.compile(r"<(?:answer|response|output)>\s*", regex.IGNORECASE)

# What stands at the end of an answer.
ENDS = regex.compile(
    r"(?:(?:<\|close\|>\w+<\|sep\|>|<\|(?!close\|)[\w.-]{1,40}\|>|<｜[^<>｜]{1,40}｜>|</?s>|<eos>|<end_of_turn>|<end_of_utterance>|<turn\|>|\[EOS\])\s*)+"
)
END_OF_WRAPPER = regex.compile(r"</(?:answer|response|output)>\s*", regex.IGNORECASE)

# What a model makes up behind a call: its result, and all that follows from it.
HALLUCINATED = regex.compile(
    r"\s*(?:<tool_response>|<\|observation\|>|Observation\s*:|<function_results>|<\|im_start\|>(?:user|tool)|<｜tool▁outputs?▁begin｜>)"
)
FENCE = regex.compile(r"(`{3,}|~{3,})[ \t]*(?P<kind>json|tool|function)?", regex.IGNORECASE)


class IncompleteMatch(Exception):
    """More text is needed to know whether this is a marker."""


def match(pattern: "regex.Pattern[str]", text: str, at: int, *, final: bool) -> Any:
    """The match that begins at `at`, or None. Raises IncompleteMatch if that is open until more comes."""
    found = pattern.match(text, at, partial=not final)
    if found and found.partial:
        raise IncompleteMatch
    return found


def end_of_marker(found: Any) -> int:
    following: int = found.start("next") if "next" in found.re.groupindex else -1
    return following if following >= 0 else int(found.end())
