"""Choices among wordings that depend on the conversation alone: the same request, the same words."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Voice:
    """A seeded source of choices; each choice moves it on."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._choices = 0

    def number(self, below: int) -> int:
        """Return the next number of the sequence, 0 <= number < `below`."""
        self._choices += 1
        digest = hashlib.blake2b(self._seed + b"#%d" % self._choices, digest_size=8).digest()
        return int.from_bytes(digest) % below

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        left = list(options)
        return [left.pop(self.number(len(left))) for _ in options]
