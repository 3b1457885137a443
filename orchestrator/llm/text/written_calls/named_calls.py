"""Calls as a name with its arguments behind it: `set_title(title="Dawn")`, `set_title{…}`, `Action: set_title` and its kin."""

import re

from orchestrator.llm.arguments.lenient_json import decode, encode, find_end
from orchestrator.llm.text.written_calls.call import ParsedCalls, ToolNames, normalize_arguments
from orchestrator.llm.text.written_calls.json_calls import read_json
from orchestrator.llm.text.written_calls.tag_calls import read_pairs

_TAG = r"<[^<>\n]{1,60}>"
_BEFORE = r"(?:assistant|analysis|commentary|(?:function|tool|action)(?:[ _]?(?:call|use|name))?|recipient|name|call|✿FUNCTION✿)"
_NAME = re.compile(
    rf"""(?:print\(\s*|await\s+|to=|>>>\s*|`(?!`)|["*]|{_BEFORE}[`"*]*(?:\s*[:=]\s*|\s+|{_TAG}))*"""
    r"""(?P<name>(?:[A-Za-z_][\w-]*[./:])*[A-Za-z_][\w-]*(?::\d+)?)""",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:\s|{_TAG}|\[ARGS\]|\[CALL_ID\]\w*|`{{3,}}\w*|[:,`\"*=]|✿ARGS✿"
    r"|(?:json|code|commentary|arguments|args|parameters|params|input|Action[ _]Input)\b)*",
    re.IGNORECASE,
)
_INPUT = re.compile(r"\s*Action[ _]Input\s*:[ \t]*(?P<line>[^\n]*)", re.IGNORECASE)
_WORDS = {"function", "functions", "tool", "call", "assistant", "commentary", "analysis", "recipient", "json"}
_CLOSES = re.compile(r"\s*(?:</[^<>\s]{0,40}?(?:tool|func|call|invoke|action)|<[|｜]|<\w+[|｜]>)", re.IGNORECASE)


def read_named(text: str, at: int, names: ToolNames) -> ParsedCalls | None:
    named = _NAME.match(text, at)
    if not named or named["name"] in _WORDS - {*names.tools} or not names.call(named["name"], ""):
        return None
    found = _expression(text, named.end()) or _behind(text, named.end(), names)
    call = found and names.call(named["name"], found[0])
    return ([call], found[1]) if found and call else None


def _expression(text: str, at: int) -> tuple[str, int] | None:
    """The arguments of `name(…)`; without its end they stay as they are."""
    if text[at : at + 1] != "(":
        return None
    end = find_end(text, at)
    if end < 0:
        return text[at:], len(text)
    inner = text[at + 1 : end - 1].strip()
    try:
        return encode(decode(inner if inner[:1] == "{" else f"{{{inner}}}")), end
    except (ValueError, RecursionError):
        return text[at:end], end


def _behind(text: str, at: int, names: ToolNames) -> tuple[str, int] | None:
    """The arguments of `name{…}` and, between markers, of a name with its arguments anywhere behind it."""
    pairs = read_pairs(text, _blank(text, at))
    if pairs:
        return pairs
    between = _BETWEEN.match(text, at)
    start = between.end() if between else at
    if text[start : start + 1] == "{":
        whole = read_json(text, start, names)  # Inkling: the name, and behind it the whole call
        if whole and len(whole[0]) == 1:
            return whole[0][0].arguments, whole[1]
        end = find_end(text, start)
        return (normalize_arguments(text[start:end]), end) if end > 0 else (text[start:], len(text))
    if line := _INPUT.match(text, at):
        return line["line"].strip() or "{}", line.end()
    return ("{}", at) if names.marked and _CLOSES.match(text, at) else None


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
