"""The tokens that a call of a model has used and, where prices are known, US dollars."""

from typing import Any

from orchestrator.llm.interface import StepEnd
from orchestrator.llm.prices import Price

Use = dict[str, Any]  # keys: see projects.usage


def use_of(end: StepEnd | None, provider: str, price: Price | None) -> Use | None:
    """The usage of one call of a model; None if its provider did not count. Counts that may be unknown are omitted if 0."""
    if end is None or end.usage is None:
        return None
    usage = end.usage
    use: Use = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    if usage.cached_tokens:
        use["cached_tokens"] = usage.cached_tokens
    if usage.reasoning_tokens:
        use["reasoning_tokens"] = usage.reasoning_tokens
    cost = price(end.model or provider, usage) if price else None
    return use if cost is None else use | {"cost": cost}
