"""The tokens that our upstream streams: each has its number and the time when it was sent, for clients to check."""

import time

UNITS = 10_000  # a second; CLOCK_MONOTONIC is one clock for all processes of a machine


def now() -> int:
    return int(time.monotonic() * UNITS)


def make_word(number: int) -> bytes:
    """`number.time ` in hexadecimal: some 12 characters, about three times an ordinary token of English."""
    return f"{number:x}.{now():x} ".encode()


class Words:
    """Checks one answer as it comes in. `delays` are in units, from the second token on."""

    __slots__ = ("_first", "_rest", "arrived", "delays", "first_delay", "taken", "wrong")

    def __init__(self) -> None:
        self.arrived = 0  # the number of the next token, which jumps where some are lost
        self.taken = 0
        self.wrong = 0  # tokens lost, doubled or out of order
        self.first_delay: int | None = None
        self.delays: list[int] = []
        self._rest = b""

    def take(self, text: bytes) -> None:
        """A piece of the answer, cut anywhere."""
        *words, self._rest = (self._rest + text).split(b" ")
        at = now()
        self.taken += len(words)
        for word in words:
            number, _, sent = word.partition(b".")
            if int(number, 16) != self.arrived:
                self.wrong += 1
                self.arrived = int(number, 16)
            self.arrived += 1
            delay = at - int(sent, 16)
            if self.first_delay is None:
                self.first_delay = delay
            else:
                self.delays.append(delay)
