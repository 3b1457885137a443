"""What keeps failing is logged once, and once more when it is well again, however often it is tried."""

import logging


class FaultLog:
    """For one thing that is done over and over. The first failure has a traceback; the same one again is not logged."""

    def __init__(self, logger: logging.Logger, name: str) -> None:
        self._logger = logger
        self._name = name
        self._known: str | None = None

    def failed(self, problem: BaseException, retry_seconds: float) -> None:
        said = f"{type(problem).__name__}: {problem}"
        if said != self._known:
            self._logger.error("%s failed; trying again every %g s.", self._name, retry_seconds, exc_info=problem)
        self._known = said

    def recovered(self) -> None:
        if self._known is not None:
            self._logger.warning("%s succeeds again.", self._name)
        self._known = None
