"""Reads the calls at the beginning of a text: calls in any syntax, with marks before, between and behind them."""

import re
from collections.abc import Collection

from orchestrator.llm import marks
from orchestrator.llm.written_calls.call import Names, WrittenCall
from orchestrator.llm.written_calls.json_calls import read_json
from orchestrator.llm.written_calls.named_calls import read_named
from orchestrator.llm.written_calls.tag_calls import read_tag

_MARK = re.compile(
    r"<<?[^<>\n]{1,120}>>?|\[/?[A-Z_]{2,20}\]|`{3,}[\w-]*|~{3,}[\w-]*|functools|function(?=<)|Action\s*:|function call|[][,;]"
)
_BEHIND = re.compile(
    r"(?:\s|</[^<>\n]{1,60}>|<end_\w{1,40}>|<[|｜][^<>\n]{1,60}>|<[\w ]{1,40}[|｜]>|\[/[A-Z_]{2,20}\]|`{3,}|~{3,}|[]),;])*"
)
_XTML = re.compile(r"<\|(open|close)\|>(.*?)<\|sep\|>", re.DOTALL)  # Kimi K3: tags in special tokens
_NAMESPACE = "]<]minimax[>["


def read(text: str, tools: Collection[str], *, marked: bool) -> tuple[list[WrittenCall], str]:
    """Return the calls that `text` begins with, and what stands behind them. Without a call all of it is returned."""
    names = Names(tools, marked)
    plain = _XTML.sub(_tag, text).replace(_NAMESPACE, "")
    calls: list[WrittenCall] = []
    at = end = 0
    while at < len(plain) and not (calls and marks.INVENTED.match(plain, at)):
        if plain[at].isspace():
            at += 1
        elif found := read_json(plain, at, names) or read_tag(plain, at, names) or read_named(plain, at, names):
            calls += found[0]
            at = end = found[1]
        elif mark := _MARK.match(plain, at):
            at = mark.end()
        else:
            break
    if not calls:
        return [], text
    behind = _BEHIND.match(plain, end)
    return calls, plain[behind.end() if behind else end :]


def _tag(token: re.Match[str]) -> str:
    return f"<{'/' if token[1] == 'close' else ''}{token[2]}>"
