"""What an answer consists of: steps with tool calls, and the words behind their results."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: Json

    @property
    def json(self) -> str:
        return json.dumps(self.arguments, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool answered. `error`: why it did not do it, "" if it did."""

    tool: str
    error: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Step:
    text: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """`end` gets the results of all steps. An answer in words alone has no steps."""

    steps: tuple[Step, ...]
    end: Callable[[tuple[Result, ...]], str]


def text_only(text: str) -> Script:
    return Script((), lambda results: text)


def json_object(text: str) -> Json:
    """Return the object of a JSON text, {} if it is none."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
