"""The way to the database for those who run a turn: transactions do not get there, or their answers do not come back."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

R = TypeVar("R")


class Database:
    """How many of the next transactions fail, and how."""

    def __init__(self) -> None:
        self.lose_requests = 0
        self.lose_answers = 0

    def mend(self) -> None:
        self.lose_requests = self.lose_answers = 0

    def ask(self, transaction: Callable[[], R]) -> R:
        """Raises OperationalError for what has not been done, and also for what has: nobody can tell them apart."""
        if self.lose_requests:
            self.lose_requests -= 1
            raise OperationalError("the connection is lost")
        result = transaction()
        if self.lose_answers:
            self.lose_answers -= 1
            raise OperationalError("the connection is lost")
        return result
