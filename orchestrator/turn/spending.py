"""The tokens that an answer has used and, where prices are known, US dollars; and the caps on both."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from chatstream.run.errors import ModelError
from orchestrator.llm.usage import Use
from projects.usage import total

TOO_LONG = "The answer became too long and was ended. Ask for less at once."


class Spending:
    """The usage of one answer, all attempts together. `earlier`: that of calls whose owner was gone before they ended."""

    def __init__(self, earlier: Iterable[Mapping[str, Any]] = ()) -> None:
        self._uses: list[Mapping[str, Any] | None] = list(earlier)

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
