"""Positions in a list, as people write them: "2", "third", "last", "first two", "2 to 4", "second to last"."""

import re

CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
]
FROM_THE_END = {"last": 0, "final": 0, "end": 0, "penultimate": 1, "second to last": 1, "second last": 1}
FROM_THE_END |= {"last but one": 1, "next to last": 1, "third to last": 2, "third last": 2}
RANGE = re.compile(r"(?:from )?(.+?)\s*(?:-|–|\bto\b|\bthrough\b|\buntil\b)\s*(?:the )?(.+)")
SEVERAL = re.compile(r"(first|last|final)\s+(\w+)")


def list_positions(words: str, count: int) -> list[int] | None:
    """The positions, from 1, perhaps beyond `count`; None if the words name no position."""
    one = _place(words, count)
    if one is not None:
        return [one]
    if words == "both" and count == 2:
        return [1, 2]
    if found := SEVERAL.fullmatch(words):
        return _at_an_end(found[1], _cardinal(found[2]), count)
    if found := RANGE.fullmatch(words):
        return _between(_place(found[1], count), _place(found[2], count), count)
    return None


def _at_an_end(end: str, many: int | None, count: int) -> list[int] | None:
    if many is None:
        return None
    if many > count:
        return []
    return list(range(1, many + 1)) if end == "first" else list(range(count - many + 1, count + 1))


def _between(first: int | None, last: int | None, count: int) -> list[int] | None:
    """Empty if one of them is beyond `count`: a huge number must not make a huge list."""
    if first is None or last is None:
        return None
    low, high = sorted((first, last))
    return list(range(low, high + 1)) if low >= 1 and high <= count else []


def _place(words: str, count: int) -> int | None:
    if words in FROM_THE_END:
        return count - FROM_THE_END[words]
    if words in ORDINALS:
        return ORDINALS.index(words) + 1
    if found := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)", words, re.ASCII):
        return int(found[1])
    return _cardinal(words)


def _cardinal(words: str) -> int | None:
    if words in CARDINALS:
        return CARDINALS.index(words) + 1
    return int(words) if re.fullmatch(r"-?\d{1,4}", words, re.ASCII) else None
