"""Calls as JSON: `{"name": …, "arguments": {…}}`, with whatever keys and nesting a model knows, one or a list of them."""

import re
from typing import Any

from orchestrator.llm.arguments.lenient_json import decode, encode, find_end
from orchestrator.llm.text.written_calls.call import ParsedCalls, ToolNames, WrittenCall, normalize_arguments

NAMES = (
    "name",
    "tool_name",
    "function_name",
    "tool",
    "function",
    "action",
    "recipient_name",
    "toolName",
    "functionName",
)
ARGUMENTS = ("arguments", "parameters", "args", "params", "input", "kwargs", "tool_input", "action_input", "toolInput")
NESTED = ("function", "function_call", "functionCall", "tool_call", "toolCall", "tool_use", "call", "action", "params")
LISTS = ("tool_calls", "toolCalls", "function_calls", "tool_uses", "functions", "calls", "actions")
BESIDE = (
    "id",
    "type",
    "index",
    "call_id",
    "tool_call_id",
    "callId",
    "jsonrpc",
    "method",
    "thought",
    "thoughts",
    "reasoning",
)

_NAME = re.compile(rf"""["'](?:{"|".join(NAMES)})["']\s*:\s*["']([^"']+)["']""")
_ARGUMENTS = re.compile(rf"""["'](?:{"|".join(ARGUMENTS)})["']\s*:\s*""")
_BEGINS = re.compile(rf"""\{{\s*["'](?:{"|".join((*NAMES, *NESTED, *BESIDE))})["']\s*:""")
_END_OF_CALL = re.compile(r"\s*</?[|｜\w]|\s*<[|｜]")


def read_json(text: str, at: int, names: ToolNames) -> ParsedCalls | None:
    if text[at] not in "{[":
        return None
    end = find_end(text, at)
    try:
        value = decode(text[at:end]) if end > 0 else None
        calls = _calls(value, names)
    except (ValueError, RecursionError):
        value = calls = None
    if value is None:
        return _read_broken(text, at, end, names)
    return (calls, end) if calls else None


def _calls(value: Any, names: ToolNames) -> list[WrittenCall] | None:
    """Every call in it, or None if anything in it is something else."""
    if isinstance(value, list):
        parts = [_calls(each, names) for each in value]
        return [call for part in parts for call in part or ()] if parts and all(parts) else None
    if not isinstance(value, dict):
        return None
    for key in LISTS:
        if isinstance(value.get(key), list):
            return _calls(value[key], names)
    for key in NESTED:
        if isinstance(value.get(key), dict) and any(isinstance(value[key].get(name), str) for name in NAMES):
            return _calls(value[key], names)
    call = _call(value, names)
    return [call] if call else _calls_by_key(value, names)


def _call(value: dict[str, Any], names: ToolNames) -> WrittenCall | None:
    name_key = next((key for key in NAMES if isinstance(value.get(key), str)), None)
    if name_key is None:
        return None
    key = next((key for key in ARGUMENTS if key in value), None)
    rest = {k: v for k, v in value.items() if k != name_key and k not in BESIDE}
    arguments = rest if key is None else value[key]
    if _is_declaration(arguments) or (key is None and rest and name_key == "name" and not names.marked):
        return None
    return names.call(value[name_key], arguments if isinstance(arguments, str) else encode(arguments or {}))


def _calls_by_key(value: dict[str, Any], names: ToolNames) -> list[WrittenCall] | None:
    """`{"set_title": {"title": "Dawn"}}`, as Apertus writes it."""
    if not value or not all(isinstance(each, dict) for each in value.values()):
        return None
    calls = [names.call(name, encode(arguments)) for name, arguments in value.items()]
    return [call for call in calls if call] if all(calls) else None


def _is_declaration(arguments: Any) -> bool:
    """A JSON schema: the text describes the tool, it does not call it."""
    return isinstance(arguments, dict) and arguments.get("type") == "object" and "properties" in arguments


def _read_broken(text: str, at: int, end: int, names: ToolNames) -> ParsedCalls | None:
    """A call with a bracket too few, whose arguments may still be whole; or cut in the middle of them."""
    if end < 0:
        mark = _END_OF_CALL.search(text, at)
        end = mark.start() if mark else len(text)
    key = _ARGUMENTS.search(text, at, end)
    name = _NAME.search(text, at, key.start() if key else end)
    if not name or not _BEGINS.match(text, at):
        return None
    start = key.end() if key else at
    closed = find_end(text, start) if key and text[start : start + 1] in ("{", "[") else -1
    if closed < 0:
        mark = _END_OF_CALL.search(text, start)
        closed = mark.start() if mark else len(text)
    call = names.call(name[1], normalize_arguments(text[start:closed]))
    while closed < len(text) and text[closed] in " \t\r\n}":
        closed += 1
    return ([call], closed) if call else None
