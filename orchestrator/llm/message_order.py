"""The order of messages that every chat API accepts. The strictest servers answer 400 to any other, on every later call."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, dropwhile, takewhile

from orchestrator.llm.interface import ChatMessage, ToolRequest

NOT_RUN = json.dumps({"success": False, "result": None, "error": "This call was not run."})
NO_CONTENT = "[no words]"
NO_ANSWER = "[no answer]"
SEPARATOR = "\n\n"


def alternate(messages: Iterable[ChatMessage]) -> list[ChatMessage]:
    """The same conversation with a person first, then model and person by turns; idempotent.

    Each tool request has its result right behind it, in the order of the requests, and an id that no other one has; a result
    without a request is left out. No content is blank, but "" beside tool requests. Neighbours of one role become one entry,
    without `vendor`: what must go back byte for byte cannot be part of another text.
    """
    ordered: list[ChatMessage] = []
    for message in dropwhile(lambda each: each.role != "user", _with_results(list(messages))):
        before = ordered[-1] if ordered else None
        if message.role == "assistant" and not message.tool_requests and not message.content.strip():
            continue
        if before and before.role == message.role != "tool":
            ordered[-1] = _merge(before, message)
            continue
        if message.role == "user" and before and before.role == "tool":
            ordered.append(ChatMessage("assistant", NO_ANSWER))
        ordered.append(message)
    return [_with_content(message) for message in ordered]


def _with_results(messages: list[ChatMessage]) -> Iterator[ChatMessage]:
    used_ids: set[str] = set()
    for position, message in enumerate(messages):
        if message.role == "tool":
            continue
        results: defaultdict[str, list[str]] = defaultdict(list)
        for result in takewhile(lambda each: each.role == "tool", messages[position + 1 :]):
            results[result.tool_request_id].append(result.content)
        requests = tuple(_with_unique_id(request, used_ids) for request in message.tool_requests)
        yield replace(message, tool_requests=requests) if requests != message.tool_requests else message
        for request, unique in zip(message.tool_requests, requests, strict=True):
            content = results[request.id].pop(0) if results[request.id] else NOT_RUN
            yield ChatMessage("tool", content, tool_request_id=unique.id)


def _with_unique_id(request: ToolRequest, used_ids: set[str]) -> ToolRequest:
    """Some servers number their ids from 1 in each answer."""
    unique = next(each for each in _candidates(request.id or "call") if each not in used_ids)
    used_ids.add(unique)
    return request if unique == request.id else replace(request, id=unique)


def _candidates(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))


def _merge(first: ChatMessage, second: ChatMessage) -> ChatMessage:
    parts = [content for content in (first.content, second.content) if content.strip()]
    return replace(second, content=SEPARATOR.join(parts), pictures=first.pictures + second.pictures, vendor=None)


def _with_content(message: ChatMessage) -> ChatMessage:
    if message.content.strip():
        return message
    return replace(message, content="" if message.tool_requests else NO_CONTENT)
