"""What a provider has said goes back to it as it came, where that still fits the conversation."""

from collections.abc import Callable
from typing import Any

from orchestrator.llm.interface import ChatMessage, ToolRequest
from orchestrator.llm.options import VENDOR, Options


def replay(
    turn: ChatMessage, key: str, call_id: Callable[[Any], str | None], options: Options, origin: str
) -> list[tuple[dict[str, Any], ToolRequest | None]] | None:
    """The parts under `key` of what `origin` said in this turn, each call with its request: it has the id that its result has now.

    `call_id`: the id of the call that a part is, None for other parts. Returns None if another said it, if it does not take
    them back, or if its calls are not those of the turn: one was cut, or stood in the text.
    """
    if turn.vendor is None or turn.vendor.origin != origin or VENDOR in options.dropped:
        return None
    parts = turn.vendor.data.get(key) if isinstance(turn.vendor.data, dict) else None
    if not isinstance(parts, list):
        return None
    ids = [each for each in map(call_id, parts) if each is not None]
    if len(ids) != len(turn.tool_requests):
        return None
    by_id = {request.id: request for request in turn.tool_requests}
    # Ids that were mapped are told apart by their order.
    requests = iter([by_id[each] for each in ids] if by_id.keys() == set(ids) else turn.tool_requests)
    return [(part, None if call_id(part) is None else next(requests)) for part in parts]
