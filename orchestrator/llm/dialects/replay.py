"""A provider's own parts go back to it as they came, where they still fit the conversation."""

from collections.abc import Callable
from typing import Any

from orchestrator.llm.interface import ChatMessage, ToolRequest
from orchestrator.llm.options import VENDOR, Options


def replay(
    message: ChatMessage, key: str, call_id: Callable[[Any], str | None], options: Options, origin: str
) -> list[tuple[dict[str, Any], ToolRequest | None]] | None:
    """The parts under `key` of what `origin` sent in this message, each call with its request, whose id is that of its result now.

    `call_id`: the id of the call that a part is, None for other parts. Returns None if another provider sent the message, if it
    does not take them back, or if its calls are not those of the message: one was cut, or stood in the text.
    """
    if message.vendor is None or message.vendor.origin != origin or VENDOR in options.dropped:
        return None
    parts = message.vendor.data.get(key) if isinstance(message.vendor.data, dict) else None
    if not isinstance(parts, list):
        return None
    ids = [each for each in map(call_id, parts) if each is not None]
    if len(ids) != len(message.tool_requests):
        return None
    by_id = {request.id: request for request in message.tool_requests}
    # Mapped ids are matched by their order.
    requests = iter([by_id[each] for each in ids] if by_id.keys() == set(ids) else message.tool_requests)
    return [(part, None if call_id(part) is None else next(requests)) for part in parts]
