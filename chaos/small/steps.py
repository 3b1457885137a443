"""A history is a list of steps; a step is a word and a number. A seed always gives the same list."""

import json
import random

Step = tuple[str, int]

FOLLOWERS = 3

# What happens, how often (in parts), and the largest number that comes with it.
_STEPS: dict[str, tuple[int, int]] = {
    "say": (30, 5),  # the model writes so many words
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
    "leave": (2, FOLLOWERS - 1),  # a follower stays away until `return`
    "return": (4, FOLLOWERS - 1),
    "stop": (1, 0),  # the person stops the run
    "finish": (1, 0),  # the model is done
    "steer": (3, 0),  # the person adds to the answer
}
# And where the database is a server, to which a connection can break in the midst of a transaction.
_STEPS_OF_A_SERVER: dict[str, tuple[int, int]] = {
    "lose transactions": (5, 3),  # so many of the owner's do not reach the database
    "lose commits": (7, 2),  # so many of the owner's do, and their answers are lost
}
_ALL = {**_STEPS, **_STEPS_OF_A_SERVER}
LENGTH = 40


def steps_of(seed: int, on_a_server: bool = False) -> list[Step]:
    chance = random.Random(seed)  # noqa: S311 - the same history every time is what it is for
    steps = _ALL if on_a_server else _STEPS
    chosen = chance.choices(list(steps), [weight for weight, _ in steps.values()], k=LENGTH)
    return [("take over", 0), *((word, chance.randint(0, steps[word][1])) for word in chosen)]


def format_steps(steps: list[Step]) -> str:
    """As one line that `--replay` reads."""
    return json.dumps([f"{word} {number}" if _ALL[word][1] else word for word, number in steps])


def parse_steps(text: str) -> list[Step]:
    """Raises ValueError for what `written` never wrote."""
    return [_step(line) for line in json.loads(text)]


def _step(line: str) -> Step:
    word, _, number = line.rpartition(" ")
    if line in _ALL:
        return line, 0
    if word in _ALL and number.isdigit():
        return word, int(number)
    raise ValueError(f"{line!r} is no step; there are: {', '.join(_ALL)}")
