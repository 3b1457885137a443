"""Repairs the name and the arguments of a call where their meaning is certain; anything else stays, to be refused.

No library does it: json_repair and its kin complete what was cut, and half a call must never run.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from orchestrator.llm.arguments.lenient_json import decode, encode, find_end
from orchestrator.llm.text.characters import to_storable, to_storable_json

MAX_ENCODINGS = 4  # JSON inside JSON text inside JSON text …; three were seen
WRAPPERS = ("arguments", "parameters", "args", "params", "kwargs", "input", "tool_input", "action_input")
_BESIDE_WRAPPERS = {"name", "tool", "tool_name", "function", "function_name", "action", "type", "id", "call_id"}

_NOTHING = {"", "null", "none", "undefined", "{}", "[]", "()", '""', "''"}
_IGNORED = str.maketrans("", "", "\x00\ufeff")
_UNSTORABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")  # NUL or half a character, or words that look like it
_FENCE = re.compile(r"\A(`{3,}|~{3,})[^\n{\[]*\n?(?P<body>.*?)\s*\1\Z", re.DOTALL)
_TAIL = re.compile(r"(?:\s|<[|｜][^<>\s]{1,40}[|｜]>|</?[\w:|｜]{1,40}>|\[/?[A-Z_]{2,20}\]|[;,)\]}`])*\Z")


def repair(arguments: object, fields: Collection[str] = ()) -> str:
    """Return the JSON text of the object that `arguments` plainly is, else the text as it came.

    `fields`: the tool's own, so that a field called `input` is not taken for a wrapping. Nothing that was cut is completed.
    """
    text = as_text(arguments)
    try:
        return _repair_text(text, fields)
    except (ValueError, RecursionError):
        return text


def as_text(arguments: object) -> str:
    """Return what a server sent as the arguments, text or already an object, as text; "unreadable" if it is no JSON."""
    if isinstance(arguments, str):
        return to_storable(arguments)
    if isinstance(arguments, bytes | bytearray):
        return bytes(arguments).decode(errors="replace")
    try:
        return encode(dict(arguments) if isinstance(arguments, Mapping) else arguments)
    except (TypeError, ValueError, RecursionError):
        return "unreadable"


def is_nothing(arguments: str) -> bool:
    """Whether a text is one of the many that servers send for no arguments."""
    return arguments.strip().lower() in _NOTHING


def _repair_text(text: str, fields: Collection[str]) -> str:
    try:
        value, plain = json.loads(text), True
    except json.JSONDecodeError:
        value, plain = _parse(text), False
    inner = _unwrap(_object(value), frozenset(fields))
    return text if plain and inner is value and not _UNSTORABLE.search(text) else encode(to_storable_json(inner))


def _object(value: Any) -> dict[str, Any]:
    for _ in range(MAX_ENCODINGS):
        if isinstance(value, dict):
            return value
        if value is None or value == []:
            return {}
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, str):
            value = _parse(value)
        else:
            break
    raise ValueError("no object")


def _parse(text: str) -> Any:
    text = text.translate(_IGNORED).strip()
    if is_nothing(text):
        return {}
    if fence := _FENCE.match(text):
        text = fence["body"]
    try:
        return decode(text)
    except ValueError:
        return _one_of(_values(text))


def _values(text: str) -> list[Any]:
    """The values that stand one behind the other, up to special tokens and brackets too many."""
    values, at = [], 0
    while not _TAIL.match(text, at):
        while text[at].isspace():
            at += 1
        if text[at] not in "{[" or (end := find_end(text, at)) < 0:
            raise ValueError("neither an object nor a list")
        values.append(decode(text[at:end]))
        at = end
    return values


def _one_of(values: list[Any]) -> Any:
    """Some servers begin with `{}`, some send the whole object twice. Two that differ are nobody's to choose from."""
    objects = [value for value in values if value not in ({}, [])]
    if not values or any(value != objects[0] for value in objects):
        raise ValueError("several objects")
    return objects[0] if objects else {}


def _unwrap(value: dict[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    """The arguments out of `{"arguments": {…}}`, or out of the whole call."""
    wrappers = [key for key in value if key in WRAPPERS and key not in fields]
    if len(wrappers) != 1 or not value.keys() <= {*wrappers, *_BESIDE_WRAPPERS}:
        return value
    try:
        return _object(value[wrappers[0]])
    except ValueError:
        return value


_PREFIX = re.compile(r"\A(?:.*[.:/]|mcp__.*?__|(?:functions?|tools?|default_api|api|call)_|function)(?=\w)", re.DOTALL)
_BEHIND = re.compile(r"(?:<[|｜]|\(|\[|\{|:\d+\Z|\.call\Z|\s).*\Z", re.DOTALL)


def match_tool_name(name: str, tools: Collection[str]) -> str:
    """Return the one tool that `name` plainly means (`functions.set_title:0`, `SetTitle`), else `name` as it came."""
    if name in tools:
        return name
    to = re.search(r"\bto=([\w./:-]+)", name)
    bare = _BEHIND.sub("", (to[1] if to else name).strip(" \t\r\n\"'`*"))
    for spelling in (bare, _PREFIX.sub("", bare), bare.rpartition("__")[2]):
        if spelling in tools:
            return spelling
        fits = [tool for tool in tools if _is_spelling(_letters(spelling), _letters(tool))]
        if len(fits) == 1:
            return fits[0]
    return name


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _is_spelling(spelling: str, tool: str) -> bool:
    """The same letters, perhaps several times: some servers send the name with every piece."""
    return bool(tool) and bool(spelling) and not spelling.replace(tool, "")
