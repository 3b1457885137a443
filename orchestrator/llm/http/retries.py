"""How often a call is sent again before anybody has seen a word of it, and after how long."""

import logging
from collections.abc import Mapping
from typing import Any

from orchestrator.errors import ModelError
from orchestrator.llm import adaptations, refusals
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal

logger = logging.getLogger(__name__)

LESSONS = 8  # a body has no more that can be left out
RETRIES = 2
RETRY_SECONDS = 0.5  # doubled each time, unless the provider names its own
_BROKEN = {"stream_cut", "stream_incomplete", "stream_unreadable", "provider_unreachable", "model_broke_off"}


class Attempts:
    """Of one call to the model `name`. `patience`: the longest wait, in seconds, that a provider may ask for."""

    def __init__(self, name: str, patience: float) -> None:
        self._name = name
        self._patience = patience
        self._lessons = 0
        self._retries = 0
        self._was_empty = False

    def learn(self, refusal: Refusal, body: Mapping[str, Any], options: Options, dialect: str) -> Options | None:
        """Other options, if the refusal teaches some."""
        learned = adaptations.learn(refusal, body, options, dialect) if self._lessons < LESSONS else None
        if learned is not None:
            self._lessons += 1
            logger.info(
                "%s refused a request and is spoken to differently from now on: %s", self._name, learned.to_json()
            )
        return learned

    def wait_for(self, refusal: Refusal) -> float | None:
        """Seconds until the call is sent again; None: it is not."""
        if not refusals.is_worth_repeating(refusal):
            return None
        wait = refusals.retry_after(refusal)
        if wait is not None and wait > self._patience:
            return None
        return self._next(wait)

    def wait_after(self, fault: ModelError) -> float | None:
        """The same for a connection or an answer that broke."""
        if fault.code == "empty_answer" and not self._was_empty:
            self._was_empty = True
            return 0.0
        return self._next(None) if fault.code in _BROKEN else None

    def _next(self, wait: float | None) -> float | None:
        if self._retries >= RETRIES:
            return None
        self._retries += 1
        return RETRY_SECONDS * 2 ** (self._retries - 1) if wait is None else wait
