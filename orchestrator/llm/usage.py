"""The tokens that a call of a model has used and, where prices are known, US dollars."""

from collections.abc import Iterable
from typing import Any

from orchestrator.llm.call_count import CallCount
from orchestrator.llm.interface import Usage
from orchestrator.llm.prices import Price
from projects.usage import total

Use = dict[str, Any]  # keys: see projects.usage


def use_of_all(calls: Iterable[CallCount], provider: str, price: Price | None) -> Use:
    """The usage of several calls of a model; those that it refused have none."""
    return total(_use_of(call, provider, price) for call in calls if call.is_paid)


def _use_of(call: CallCount, provider: str, price: Price | None) -> Use | None:
    """An estimate if the call broke off; None if its provider does not count."""
    if call.end is None:
        return estimated_use(call.estimate(), provider, price)
    return _use(call.end.usage, call.end.model or provider, price) if call.end.usage else None


def estimated_use(usage: Usage, model: str, price: Price | None) -> Use:
    return _use(usage, model, price) | {"estimated": True}


def _use(usage: Usage, model: str, price: Price | None) -> Use:
    """Counts that may be unknown are omitted if 0."""
    use: Use = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    if usage.cached_tokens:
        use["cached_tokens"] = usage.cached_tokens
    if usage.reasoning_tokens:
        use["reasoning_tokens"] = usage.reasoning_tokens
    cost = price(model, usage) if price else None
    return use if cost is None else use | {"cost": cost}
