"""A repeated failure is logged once, and its recovery once, however often the work is retried."""

import logging


class FaultLog:
    """For one piece of work that is retried. The first failure is logged with a traceback; the same one again is not."""

    def __init__(self, logger: logging.Logger, name: str) -> None:
        self._logger = logger
        self._name = name
        self._last: str | None = None

    def record_failure(self, problem: BaseException, retry_seconds: float) -> None:
        description = f"{type(problem).__name__}: {problem}"
        if description != self._last:
            self._logger.error("%s failed; retrying every %g s.", self._name, retry_seconds, exc_info=problem)
        self._last = description

    def record_success(self) -> None:
        if self._last is not None:
            self._logger.warning("%s succeeds again.", self._name)
        self._last = None
