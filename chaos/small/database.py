"""The connection of owners to the database. Steps make it lose transactions, or the answers to them."""

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

    def run(self, transaction: Callable[[], R]) -> R:
        """Raises OperationalError both for a transaction that was lost and for one whose answer was lost."""
        if self.lose_requests:
            self.lose_requests -= 1
            raise OperationalError("the connection is lost")
        result = transaction()
        if self.lose_answers:
            self.lose_answers -= 1
            raise OperationalError("the connection is lost")
        return result
