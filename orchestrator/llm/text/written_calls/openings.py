"""Patterns of where a call may begin. They match partially too: text is held back only while one of them may still match.

They match no more than is needed to hold the rest back; the reader decides at the end what it is. `regex`
and not `re`: it matches a text that is not whole yet (`partial=True`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import regex

from orchestrator.llm.text.written_calls.json_calls import ARGUMENTS, BESIDE, LISTS, NAMES, NESTED
from orchestrator.llm.text.written_calls.tag_calls import NAMED

_TAG = r"""<[^<>\s/]{1,60}(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]{0,80}"|'[^'<>]{0,80}'))*\s*/?>"""
_MARK = r"<<?[^<>\s/]{0,40}?(?:tool|func|call|invoke|action|plugin|python_tag)[^<>\s]{0,40}>>?"
_NAME = r"[A-Za-z_][\w.:/-]*"
_LABEL = r"\**(?:tool|function|action)(?:[ _]?(?:call|use|name))?\**\s*[:=]\**"
_FIRST = rf"[\[{{]|<[^<>\s/]|✿|`{{3,}}|{_LABEL}|name\s*[:=]|{_NAME}(?:\s*[({{]|[<\[]|[ \t]*\r?\n)"
_BEGINS = rf"\s*(?:{_FIRST})"  # anything that a call begins with
_TOOL_FENCE = r"(?:tool|function)[_ -]?(?:code|calls?|use)\s*\n"

# Without tools there is no call.
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Openings:
    """`anywhere`: clear markers. `line`: what is a call only where a line begins. `fence`: the same in a code block."""

    anywhere: regex.Pattern[str]
    line: regex.Pattern[str]
    fence: regex.Pattern[str]


@lru_cache(maxsize=64)
def compile_openings(tools: frozenset[str]) -> Openings:
    if not tools:
        return Openings(*map(regex.compile, (_NEVER,) * 3))
    tool = _any_of(tools)
    value = _value(tool)
    anywhere = "|".join(
        (
            rf"{_MARK}{_BEGINS}",
            rf"{NAMED}{_NAME}",
            rf"<(?:{tool})(?:\s[^<>]{{0,200}})?/?>",
            rf"{_TAG}\s*(?:{value})",
            rf"\[[\w -]{{1,30}}\]\s*(?:{value})",
            rf"\[TOOL_CALLS?\]\s*(?:[\[{{]|{_NAME}(?:\{{|\[(?:ARGS|CALL_ID)\]))",
            r"<\|(?:start|channel)\|>[^<>\n]{0,80}?to=|<\|start\|>assistant<\|channel\|>[^<>\n]{0,40}to=",
            rf"<\|message_sep\|>\s*function call|<\|message_\w{{1,20}}\|>{_NAME}<\|content_invoke",
            r"<\|open\|>(?:tools|call)\b|\]<\]minimax\[>\[\s*<",
        )
    )
    line = "|".join(
        (
            value,
            rf"functools\s*\[|✿FUNCTION✿|(?:(?:commentary|analysis)\s*)?to=(?:functions\.)?(?:{tool})",
            rf"Action\s*:\s*(?:`{{3,}}|{_NAME}[ \t]*\r?\n\s*Action[ _]Input)",
            rf"(?:>>>\s*|call:|functions?(?:\s|:)*)(?:{tool})\s*[\n({{<]",
            rf"(?:{_LABEL}|[>$]{{1,4}})\s*(?:`{{3,}}\w*\s*)?(?:{value})|{_LABEL}\s*[`\"*]*(?:{tool})\b",
        )
    )
    inside = rf"\s*(?:(?:await\s+|\w{{1,20}}\s*=\s*)?(?:{value})|{NAMED}(?:{tool})\b|{_TAG}\s*(?:{value}))"
    fence = rf"(?:`{{3,}}|~{{3,}})[ \t]*(?:{_TOOL_FENCE}|[\w.+-]{{0,20}}[ \t]*\r?\n{inside})"
    return Openings(
        *(regex.compile(f"(?:{each}){_definitions(tool)}", regex.IGNORECASE) for each in (anywhere, line, fence))
    )


def _any_of(tools: Collection[str]) -> str:
    """Names as models spell them: `set_title`, `set-title`, `SetTitle`."""
    return "|".join(regex.escape(name).replace("_", "[-_ ]?") for name in sorted(tools, key=len, reverse=True))


def _value(tool: str) -> str:
    """An object, a list or an expression that calls one of the tools."""
    called = rf"(?:functions?\.|default_api\.|tools?\.|api\.)?(?:{tool})"
    expression = rf"""(?:print\(\s*)?{called}(?:\(\s*(?:\)|[\w-]+\s*=|[{{"'])|\s*\{{|\[(?:ARGS|CALL_ID)\]|:\d+\s*[{{<]|:\s*\{{)"""
    return rf"(?&call)|\[\s*(?:(?&call)|{expression})|{expression}"


def _definitions(tool: str) -> str:
    """`call`: the beginning of an object up to the name in it, whatever stands before the name."""
    quoted = rf"""["'](?:[\w./:-]*[./:_])?(?:{tool})["']"""
    beside = rf"""["'](?:{"|".join(BESIDE)})["']\s*:\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\d.]+|null)\s*,\s*"""
    first = rf"""["'](?:{"|".join(ARGUMENTS)})["']\s*:\s*(?&json)\s*,\s*"""
    named = rf"""["'](?:{"|".join(NAMES)})["']\s*:\s*{quoted}"""
    nested = rf"""["'](?:{"|".join(NESTED)})["']\s*:\s*(?&call)|["'](?:{"|".join(LISTS)})["']\s*:\s*\[\s*(?&call)"""
    json = r"""\{(?:[^{}"]++|"(?:[^"\\]++|\\.)*+"|(?&json))*+\}|"(?:[^"\\]++|\\.)*+\""""
    call = rf"""\{{{{1,2}}\s*(?:{beside}|{first})*(?:{named}|{nested}|{quoted}\s*:\s*\{{)"""
    return rf"(?(DEFINE)(?P<json>{json})(?P<call>{call}))"
