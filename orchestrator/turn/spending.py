"""What an answer has used: tokens and, where a price is known, US dollars. One answer may use so much and no more."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from orchestrator.errors import ModelError
from orchestrator.llm.interface import StepEnd
from orchestrator.llm.prices import Price
from projects.usage import total

Use = dict[str, Any]  # as projects.usage has it


def use_of(end: StepEnd | None, provider: str, price: Price | None) -> Use | None:
    """What one call of a model has used; None if nobody counted. What may be unknown is left out where it is 0."""
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
    """Of one answer, all attempts together."""

    def __init__(self) -> None:
        self._uses: list[Mapping[str, Any] | None] = []

    def add(self, use: Mapping[str, Any] | None) -> None:
        self._uses.append(use)

    @property
    def total(self) -> Use:
        return total(self._uses)

    def check(self) -> None:
        """Raises ModelError if no more may be used."""
        used = self.total
        tokens = used.get("input_tokens", 0) + used.get("output_tokens", 0)
        if 0 < settings.TURN_MAX_TOKENS < tokens:
            problem = (
                f"The answer used more than {settings.TURN_MAX_TOKENS:,} tokens and was ended. Ask for less at once."
            )
            raise ModelError(problem, "too_many_tokens")
        if 0 < settings.TURN_MAX_COST < used.get("cost", 0):
            raise ModelError("The answer became too expensive and was ended. Ask for less at once.", "too_expensive")
