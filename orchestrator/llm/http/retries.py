"""When a call is sent again before its first chunk was passed on, and after how many seconds."""

import logging
from collections.abc import Mapping
from typing import Any

from chatstream.run.errors import ModelError
from orchestrator.llm import adaptations, refusals
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal

logger = logging.getLogger(__name__)

MAX_ADAPTATIONS = 8  # a body has no more fields that can be left out
MAX_RETRIES = 2
RETRY_SECONDS = 0.5  # doubled each time, unless the provider names its own
_RETRYABLE_CODES = {"stream_cut", "stream_incomplete", "stream_unreadable", "provider_unreachable", "model_broke_off"}


class Retries:
    """The retries of one call to the model `name`. `patience`: the longest wait, in seconds, that a provider may ask for."""

    def __init__(self, name: str, patience: float) -> None:
        self._name = name
        self._patience = patience
        self._adaptations = 0
        self._retries = 0
        self._empty_answer_retried = False

    def adapt(self, refusal: Refusal, body: Mapping[str, Any], options: Options, dialect: str) -> Options | None:
        """Return options that avoid the refusal, or None if there are none."""
        adapted = adaptations.adapt(refusal, body, options, dialect) if self._adaptations < MAX_ADAPTATIONS else None
        if adapted is not None:
            self._adaptations += 1
            logger.info(
                "%s refused a request; sending it again with other options, used from now on: %s",
                self._name,
                adapted.to_json(),
            )
        return adapted

    def wait_after_refusal(self, refusal: Refusal) -> float | None:
        """Return the seconds until the call is sent again, None if it is not."""
        if not refusals.is_retryable(refusal):
            return None
        wait = refusals.retry_after(refusal)
        if wait is not None and wait > self._patience:
            return None
        return self._next(wait)

    def wait_after_error(self, fault: ModelError) -> float | None:
        """The same after a broken connection or an unusable answer."""
        if fault.code == "empty_answer" and not self._empty_answer_retried:
            self._empty_answer_retried = True
            return 0.0
        return self._next(None) if fault.code in _RETRYABLE_CODES else None

    def _next(self, wait: float | None) -> float | None:
        if self._retries >= MAX_RETRIES:
            return None
        self._retries += 1
        return RETRY_SECONDS * 2 ** (self._retries - 1) if wait is None else wait
