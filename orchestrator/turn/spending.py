"""The tokens that an answer has used and, where prices are known, US dollars; and the caps on both."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from orchestrator.errors import ModelError
from orchestrator.llm.interface import StepEnd
from orchestrator.llm.prices import Price
from projects.usage import total

Use = dict[str, Any]  # keys: see projects.usage

TOO_LONG = "The answer became too long and was ended. Ask for less at once."


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


class Spending:
    """The usage of one answer, all attempts together."""

    def __init__(self) -> None:
        self._uses: list[Mapping[str, Any] | None] = []

    def add(self, use: Mapping[str, Any] | None) -> None:
        self._uses.append(use)

    @property
    def total(self) -> Use:
        return total(self._uses)

    def check(self) -> None:
        """Raises ModelError if a cap is exceeded."""
        used = self.total
        tokens = used.get("input_tokens", 0) + used.get("output_tokens", 0)
        if 0 < settings.TURN_MAX_TOKENS < tokens:
            detail = f"more than {settings.TURN_MAX_TOKENS:,} tokens (TURN_MAX_TOKENS)"
            raise ModelError(TOO_LONG, "too_many_tokens", detail=detail)
        if 0 < settings.TURN_MAX_COST < used.get("cost", 0):
            raise ModelError("The answer became too expensive and was ended. Ask for less at once.", "too_expensive")
