"""Calls as tags that carry the name: `<function=set_title>`, `<invoke name="set_title">`, `<set_title>`, with any namespace."""

import re
from html import unescape
from typing import Any

from orchestrator.llm.arguments.lenient_json import encode
from orchestrator.llm.text.written_calls.call import (
    ParsedCalls,
    ToolNames,
    WrittenCall,
    normalize_arguments,
    parse_value,
)
from orchestrator.llm.text.written_calls.json_calls import BESIDE

TAG = r"(?:[^\s<>=/]{0,24}[:|｜])?(?:invoke|function_call|function|tool_call|tool_use|tool|call)"
NAMED = rf"""<{TAG}(?:=|\s(?:[^<>]{{0,80}}?\s)?(?:name|tool|function)\s*=\s*)["']?"""

_OPENING = re.compile(rf"""{NAMED}(?P<name>[\w./:-]{{1,128}})["']?(?P<more>[^<>]*)>""")
_OWN = re.compile(r"""<(?P<name>[\w.-]{1,64})(?P<more>(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?P<empty>/?)>""")
_LEGACY = re.compile(r"<(?P<tag>tool_name|function_name|name)>\s*(?P<name>[\w./:-]{1,128})\s*</(?P=tag)>")
_CLOSING = re.compile(rf"</{TAG}[^<>]*>")
_PARAMETER = re.compile(
    r"""<(?:[^\s<>=/]{0,24}[:|｜])?(?P<tag>parameter|param|argument|arg)(?:=|\s(?:[^<>]{0,80}?\s)?(?:name|key)\s*=\s*)"""
    r"""["']?(?P<key>[\w.-]+)["']?(?P<more>[^<>]*)>(?P<value>.*?)"""
    r"""(?:</(?:[^\s<>=/]{0,24}[:|｜])?(?P=tag)>|(?=<(?:[^\s<>=/]{0,24}[:|｜])?(?P=tag)[=\s])|\Z)""",
    re.DOTALL,
)
_NAMESPACE = r"(?:[^\s<>/]{0,23}[:|_｜])?"
_PAIR = re.compile(
    rf"<{_NAMESPACE}arg_key[^<>]*>(?P<key>.*?)</{_NAMESPACE}arg_key[^<>]*>\s*"
    rf"(?:<{_NAMESPACE}arg_type[^<>]*>(?P<type>.*?)</{_NAMESPACE}arg_type[^<>]*>\s*)?"
    rf"<{_NAMESPACE}arg_value[^<>]*>(?P<value>.*?)</{_NAMESPACE}arg_value[^<>]*>",
    re.DOTALL,
)
_CHILD = re.compile(r"<(?P<key>[\w.-]{1,64})(?:\s[^<>]*)?>(?P<value>.*?)</(?P=key)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_IS_TEXT = re.compile(r"""\b(?:string="(?P<flag>true|false)"|type="(?P<type>\w+)")""")
_TEXT_TYPES = ("string", "str")
_WRAPPING = {"parameters", "arguments", "args", "input", "params"}
_END_OF_WRAPPING = re.compile(r"(?<=</parameters>)|(?<=</arguments>)|(?<=</args>)|(?<=</input>)|(?<=</params>)")


def read_tag(text: str, at: int, names: ToolNames) -> ParsedCalls | None:
    if text[at] != "<":
        return None
    if opening := _OPENING.match(text, at):
        return _read_call(text, opening, _CLOSING.search(text, opening.end()), names)
    if opening := _LEGACY.match(text, at):
        return _read_call(
            text, opening, _CLOSING.search(text, opening.end()) or _END_OF_WRAPPING.search(text, opening.end()), names
        )
    return _read_tool_tag(text, at, names)


def read_pairs(text: str, at: int) -> tuple[str, int] | None:
    """`<arg_key>title</arg_key><arg_value>Dawn</arg_value>…` as GLM writes it, up to the closing tag."""
    arguments: dict[str, Any] = {}
    end = at
    while pair := _PAIR.match(text, _behind_blank(text, end)):
        arguments[pair["key"].strip()] = parse_value(
            pair["value"], as_text=None if pair["type"] is None else pair["type"].strip() in _TEXT_TYPES
        )
        end = pair.end()
    if not arguments:
        return None
    closing = re.compile(r"\s*</").match(text, end)
    return (encode(arguments), end) if closing else (text[at:], len(text))


def _read_tool_tag(text: str, at: int, names: ToolNames) -> ParsedCalls | None:
    """A tag that is called as one of the tools. Marks make no difference: any other tag is just a tag."""
    opening = _OWN.match(text, at)
    known = opening and ToolNames(names.tools, marked=False).call(opening["name"], "")
    if not opening or not known:
        return None
    if opening["empty"]:
        return [WrittenCall(known.name, _attributes(opening["more"]))], opening.end()
    return _read_call(
        text, opening, re.compile(rf"</{re.escape(opening['name'])}\s*>").search(text, opening.end()), names
    )


def _read_call(
    text: str, opening: re.Match[str], closing: re.Match[str] | None, names: ToolNames
) -> ParsedCalls | None:
    following = _OPENING.search(text, opening.end())
    if following and (not closing or following.start() < closing.start()):
        body, end = text[opening.end() : following.start()], following.start()
        whole = body.rstrip()[-1:] in ("", ">", "}")  # not in the middle of a value
    else:
        end = closing.end() if closing else len(text)
        body, whole = text[opening.end() : closing.start() if closing else end], closing is not None
    more = opening.groupdict().get("more") or ""
    if more.endswith("/"):
        end, arguments = opening.end(), _attributes(more)
    elif whole:
        arguments = _arguments(body) if body.strip() else _attributes(more)
    else:
        arguments = body or opening[0]
    call = names.call(opening["name"], arguments)
    return ([call], end) if call else None


def _attributes(text: str) -> str:
    """`<set_title title="Dawn"/>`, or all of them in one attribute."""
    values = {
        key: parse_value(unescape(one or other)) for key, one, other in _ATTRIBUTE.findall(text) if key not in BESIDE
    }
    only = next(iter(values.values())) if values.keys() <= _WRAPPING and len(values) == 1 else values
    return encode(only) if isinstance(only, dict) else encode(values)


def _arguments(body: str) -> str:
    inner = body.strip()
    if inner[:1] in ("{", "[", '"'):
        return normalize_arguments(inner)
    parameters = {
        each["key"]: parse_value(each["value"], as_text=_is_text(each["more"])) for each in _PARAMETER.finditer(body)
    }
    if parameters or not inner:
        return encode(parameters)
    if pairs := read_pairs(f"{inner}</", 0):
        return pairs[0]
    children = _children(inner)
    if isinstance(children, dict) and len(children) == 1 and children.keys() <= _WRAPPING:
        only = next(iter(children.values()))
        children = {} if only == "" else only
    return encode(children) if isinstance(children, dict) else body


def _children(inner: str) -> Any:
    """Elements as an object, `<item>`s as a list, anything else as the text it is."""
    values: dict[str, Any] = {}
    items: list[Any] = []
    at = 0
    while child := _CHILD.match(inner, _behind_blank(inner, at)):
        value = (
            _children(child["value"].strip()) if _CHILD.match(child["value"].strip()) else parse_value(child["value"])
        )
        items.append(value)
        values[child["key"]] = value
        at = child.end()
    if not values or inner[at:].strip():
        return parse_value(inner)
    return items if values.keys() == {"item"} else values


def _is_text(attributes: str) -> bool | None:
    match = _IS_TEXT.search(attributes)
    return None if match is None else match["flag"] == "true" or match["type"] in _TEXT_TYPES


def _behind_blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
