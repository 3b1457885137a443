"""One call, and what every syntax needs to make one."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from orchestrator.llm.arguments.lenient_json import decode, encode
from orchestrator.llm.arguments.repair import match_tool_name


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """`name` is a tool's if it plainly means one. `arguments`: JSON text, or what stands there if it is broken or cut."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolNames:
    """The tools there are. `marked`: clear markers surround the call, so an unknown name counts too (the tool loop refuses it)."""

    tools: Collection[str]
    marked: bool

    def call(self, name: str, arguments: str) -> WrittenCall | None:
        known = match_tool_name(name, self.tools)
        if known not in self.tools and not (self.marked and re.fullmatch(r"[\w./:-]{1,128}", name.strip())):
            return None
        return WrittenCall(known.strip(), arguments)


ParsedCalls = tuple[list[WrittenCall], int]  # the calls that begin at a place, and where they end


def normalize_arguments(text: str) -> str:
    """The same arguments as JSON, if they are whole; else as they stand there."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        try:
            return encode(decode(text))
        except (ValueError, RecursionError):
            return text
    return text


def parse_value(text: str, *, as_text: bool | None = None) -> Any:
    """A parameter's value between two tags. Numbers stay text: the tool's own types read them, and a title may be one."""
    inner = text.strip()
    if as_text or (as_text is None and inner[:1] not in ("{", "[") and inner not in ("true", "false", "null")):
        return text.removeprefix("\n").removesuffix("\n")
    try:
        return decode(inner)
    except (ValueError, RecursionError):
        return text
