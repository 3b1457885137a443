"""Ids and names of calls as a server takes them back. Ours are the ones that came; what would be refused is mapped."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from orchestrator.llm.interface import ChatMessage

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_ID = re.compile(r"[a-zA-Z0-9_-]+")


def with_safe_calls(messages: Iterable[ChatMessage], longest_id: int | None = None) -> Iterator[ChatMessage]:
    """The same messages; every call has an id of its own, a name and arguments that any server takes, and its result the same id.

    An id stays as it came where it can: some servers keep a signature in it. `longest_id`: in characters, where there is a bound.
    """
    used: set[str] = set()
    numbers = count(1)
    pending: list[tuple[str, str]] = []  # the ids of the calls that have no result yet: as they came, as they are sent
    for message in messages:
        if message.role == "tool":
            message = replace(message, tool_request_id=_take_id(pending, message.tool_request_id))
        elif message.tool_requests:
            requests = []
            for request in message.tool_requests:
                own = request.id
                if own in used or not _ID.fullmatch(own) or (longest_id and len(own) > longest_id):
                    # Mistral wants nine letters or digits.
                    own = next(made for n in numbers if (made := f"call{n:05d}") not in used)
                used.add(own)
                pending.append((request.id, own))
                requests.append(
                    replace(request, id=own, name=_safe_name(request.name), arguments=_object(request.arguments))
                )
            message = replace(message, tool_requests=tuple(requests))
        yield message


def _take_id(pending: list[tuple[str, str]], tool_request_id: str) -> str:
    """Results come in the order of their calls, which distinguishes equal ids."""
    for at, (received, sent) in enumerate(pending):
        if received == tool_request_id:
            del pending[at]
            return sent
    return tool_request_id


def _safe_name(name: str) -> str:
    return name if _NAME.fullmatch(name) else re.sub(r"[^a-zA-Z0-9_-]", "_", name)[:64] or "unnamed"


def _object(arguments: str) -> str:
    """Some servers answer 400 or 500 to a history with broken arguments; what was wrong stands in the tool's result."""
    try:
        return arguments if isinstance(json.loads(arguments), Mapping) else "{}"
    except (ValueError, RecursionError):
        return "{}"
