"""Every value of a stream, replaced by what nobody would send: it is read, refused or named, and what goes back is JSON."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects import anthropic, chat, google, responses
from orchestrator.llm.dialects.dialect import Dialect, RefusalError
from tests.orchestrator.llm.dialects import anthropic_events, google_events, responses_events
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
CHAT_CALL = {"index": 0, "id": "a", "type": "function", "function": {"name": "set_title", "arguments": "{}"}}
CHAT_USAGE = {"prompt_tokens": 1, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 1}}
CHAT_EVENTS = [
    {
        "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi", "reasoning_content": "hm"}}],
        "usage": None,
    },
    {"choices": [{"index": 0, "delta": {"content": [{"type": "text", "text": "Hi"}], "refusal": None}}]},
    {
        "choices": [{"index": 0, "delta": {"tool_calls": [CHAT_CALL]}, "finish_reason": "tool_calls"}],
        "usage": CHAT_USAGE,
    },
]
Path = tuple[Any, ...]
STREAMS: dict[str, tuple[Dialect, list[Any]]] = {
    "responses": (
        responses.DIALECT,
        [
            *responses_events.CALLED[:-1],
            *responses_events.words("Hello", id="msg_2", index=2),
            responses_events.completed(),
        ],
    ),
    "a whole response": (
        responses.DIALECT,
        [
            responses_events.completed(
                responses_events.reasoning(), responses_events.message(), responses_events.function_call()
            )
        ],
    ),
    "chat": (chat.DIALECT, CHAT_EVENTS),
    "anthropic": (anthropic.DIALECT, anthropic_events.CALLED),
    "a whole message": (
        anthropic.DIALECT,
        [
            anthropic_events.start(
                content=[anthropic_events.THINKING, anthropic_events.TOOL_USE], stop_reason="tool_use"
            )["message"]
        ],
    ),
    "google": (google.DIALECT, [*google_events.text("Hel", "lo"), *google_events.CALLED]),
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
