"""A history is a list of steps; a step is a word and a number. A seed always gives the same list."""

import json
import random

Step = tuple[str, int]

FOLLOWERS = 3

# What happens, how often (in parts), and the largest number that comes with it.
_STEPS: dict[str, tuple[int, int]] = {
    "say": (30, 5),  # the model says so many words
    "use": (5, 0),  # the model ends its step with a tool call
    "wait": (14, 30),  # so many ms pass
    "lose requests": (5, 3),  # so many appends do not reach the log
    "lose answers": (7, 3),  # so many appends do, and their answers are lost
    "go away": (3, 12),  # Valkey cannot be reached, so many times
    "drop wake-ups": (6, 6),  # so many appends wake nobody
    "lose the log": (3, 0),  # FLUSHALL, for this project
    "remember": (3, 0),  # what a failover will go back to
    "go back": (2, 0),  # a failover: the log is again as it was remembered
    "pause": (4, 0),  # SIGSTOP of the owner
    "wake": (3, 0),  # SIGCONT of all
    "kill": (4, 0),  # kill -9 of the owner
    "take over": (5, 0),  # another owner claims the run
    "cut": (8, FOLLOWERS - 1),  # a follower's connection breaks; it comes back by itself
    "leave": (2, FOLLOWERS - 1),  # a follower stays away until it is told to return
    "return": (4, FOLLOWERS - 1),
    "stop": (1, 0),  # the person stops the run
    "finish": (1, 0),  # the model is done
}
LENGTH = 40


def steps_of(seed: int) -> list[Step]:
    chance = random.Random(seed)  # noqa: S311 - the same history every time is what it is for
    words = list(_STEPS)
    weights = [_STEPS[word][0] for word in words]
    chosen = chance.choices(words, weights, k=LENGTH)
    return [("take over", 0), *((word, chance.randint(0, _STEPS[word][1])) for word in chosen)]


def written(steps: list[Step]) -> str:
    """As one line that `--replay` reads."""
    return json.dumps([f"{word} {number}" if _STEPS[word][1] else word for word, number in steps])


def parsed(text: str) -> list[Step]:
    """Raises ValueError for what `written` never wrote."""
    return [_step(line) for line in json.loads(text)]


def _step(line: str) -> Step:
    word, _, number = line.rpartition(" ")
    if line in _STEPS:
        return line, 0
    if word in _STEPS and number.isdigit():
        return word, int(number)
    raise ValueError(f"{line!r} is no step; there are: {', '.join(_STEPS)}")
