"""The tokens that our upstream streams: each has its number and the time when it was sent, for clients to check."""

import json
import time

UNITS = 10_000  # a second; CLOCK_MONOTONIC is one clock for all processes of a machine


_PAGE = """## What the scenes have in common

Each scene has a **headline**, a few words of `text` and a time; the [palette](https://example.org/palettes) gives the colours
to all of them, and what moves does so *once*, at the beginning, so that there is time to read.

- Open with the words that must be read
  - two to seven are best
- Say one thing in a scene
- End with what to do now

| scene | seconds | words |
|---|---|---|
| Opening | 3.5 | Morning beans |
| Number | 4 | 98 percent come back |

```python
def seconds_of(words: str, pace: float = 2.5) -> float:
    # How long a scene must last, so that its words are read.
    return max(2.0, len(words.split()) / pace)  # never shorter
```

1. Watch it once without sound.
2. Take a word out of each scene.

> Nobody has ever asked for a longer film.

"""
# In the tokens of a model, more or less, each as it stands in JSON.
MARKDOWN = tuple(json.dumps(_PAGE[at : at + 5])[1:-1].encode() for at in range(0, len(_PAGE), 5))


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
