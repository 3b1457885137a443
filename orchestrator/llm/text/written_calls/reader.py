"""Reads the calls at the beginning of a text: calls in any syntax, with markers before, between and behind them."""

import re
from collections.abc import Collection

from orchestrator.llm.text import markers
from orchestrator.llm.text.written_calls.call import ToolNames, WrittenCall
from orchestrator.llm.text.written_calls.json_calls import read_json
from orchestrator.llm.text.written_calls.named_calls import read_named
from orchestrator.llm.text.written_calls.tag_calls import read_tag

_MARK = re.compile(
    r"<server_name>[^<>]*</server_name>|<<?[^<>\n]{1,120}>>?|\[/?[\w -]{1,30}\]|`{3,}[\w-]*|~{3,}[\w-]*"
    r"|\**(?:tool|function|action)(?:[ _]?(?:call|use|name))?\**\s*[:=]\**|functools|function(?=<)|function call"
    r"|\{(?=\{)|\w+\s*=\s*(?=[\w.]+\()|[>$#*-]{1,5}|[][,;]",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:\s|</[^<>\n]{1,60}>|<end_\w{1,40}>|<[|｜][^<>\n]{1,60}>|<[\w ]{1,40}[|｜]>|\[/[\w -]{1,30}\]|`{3,}|~{3,}|[]}),;])*"
)
_XTML = re.compile(r"<\|(open|close)\|>([^<]{0,300})<\|sep\|>")  # Kimi K3: tags in special tokens
_NAMESPACE = "]<]minimax[>["
MAX_MARKS = 64  # before one call; a model that repeats itself writes thousands


def read_calls(text: str, tools: Collection[str], *, marked: bool) -> tuple[list[WrittenCall], str]:
    """Return the calls that `text` begins with, and what stands behind them. Without a call all of it is returned."""
    try:
        return _read(text, ToolNames(tools, marked))
    except RecursionError:
        return [], text


def _read(text: str, names: ToolNames) -> tuple[list[WrittenCall], str]:
    plain = _XTML.sub(_tag, text).replace(_NAMESPACE, "")
    calls: list[WrittenCall] = []
    at = end = marks_passed = 0
    while marks_passed < MAX_MARKS and at < len(plain) and not (calls and markers.HALLUCINATED.match(plain, at)):
        if plain[at].isspace():
            at += 1
        elif found := read_json(plain, at, names) or read_tag(plain, at, names) or read_named(plain, at, names):
            calls += found[0]
            at = end = found[1]
            marks_passed = 0
        elif mark := _MARK.match(plain, at):
            at = mark.end()
            marks_passed += 1
        else:
            break
    if not calls:
        return [], text
    behind = _BEHIND.match(plain, end)
    return calls, plain[behind.end() if behind else end :]


def _tag(token: re.Match[str]) -> str:
    return f"<{'/' if token[1] == 'close' else ''}{token[2]}>"
