"""Every value of a stream, replaced by what nobody would send: it is read, refused or named, and what goes back is JSON."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects import anthropic, google, responses
from orchestrator.llm.dialects.dialect import Dialect, RefusalError
from tests.orchestrator.llm.dialects import test_anthropic, test_google, test_responses
from tests.orchestrator.llm.dialects.reading import body, person, read, step

ODD: list[Any] = [
    None,
    7,
    -1,
    1.5,
    True,
    float("inf"),
    "",
    "x",
    "null",
    [],
    {},
    ["x"],
    [{"a": 1}],
    {"a": 1},
    {"text": "y"},
]
Path = tuple[Any, ...]
STREAMS: dict[str, tuple[Dialect, list[Any]]] = {
    "responses": (
        responses.DIALECT,
        [*test_responses.CALLED[:-1], *test_responses.words("Hello", id="msg_2", index=2), test_responses.completed()],
    ),
    "a whole response": (
        responses.DIALECT,
        [
            test_responses.completed(
                test_responses.reasoning(), test_responses.message(), test_responses.function_call()
            )
        ],
    ),
    "anthropic": (anthropic.DIALECT, test_anthropic.CALLED),
    "a whole message": (
        anthropic.DIALECT,
        [
            test_anthropic.start(content=[test_anthropic.THINKING, test_anthropic.TOOL_USE], stop_reason="tool_use")[
                "message"
            ]
        ],
    ),
    "google": (google.DIALECT, [*test_google.text("Hel", "lo"), *test_google.CALLED]),
}


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


def replaced(events: list[Any], path: Path, value: Any) -> list[Any]:
    events = copy.deepcopy(events)
    holder: Any = events
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = copy.deepcopy(value)
    return events


@pytest.mark.parametrize(("dialect", "events"), STREAMS.values(), ids=STREAMS.keys())
def test_an_odd_value_anywhere_is_no_fault_of_ours(dialect: Dialect, events: list[Any]) -> None:
    for path in places(events):
        for odd in ODD:
            try:
                reading = read(dialect, *replaced(events, path, odd))
            except (RefusalError, ValueError, ModelError):
                continue
            if reading.end is not None:
                results = ["done"] * len(reading.end.tool_requests)
                json.dumps(body(dialect, person("Hi"), *step(reading, *results), person("Go on")))
