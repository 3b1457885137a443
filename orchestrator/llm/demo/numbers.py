"""Numbers as people write them: 3, 1.5, 1,000, twenty-five, three hundred and fifty, a dozen."""

import re

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)
# fmt: on
_VALUES = {word: number for number, word in enumerate(_SMALL)} | {w: 10 * n for n, w in enumerate(_TENS, start=2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}

_WORD = rf"(?:{'|'.join([*_VALUES, *_SCALES])})(?![a-z])"
# A pattern for one number, to build larger patterns of; read what it matched with `value`.
NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d+(?:\.\d+)?"
    rf"|(?:a\s+(?={'|'.join(_SCALES)}))?{_WORD}(?:(?:\s+and\s+|[\s-]+){_WORD}){{0,6}})"
)

ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})"


def value(written: str) -> float:
    """Return what a match of `NUMBER` says."""
    written = written.lower().replace(",", "")
    if written[0].isdigit():
        return float(written)
    total = current = 0
    for word in re.findall(r"[a-z]+", written):
        if word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if word == "thousand":
                total, current = total + current, 0
        else:
            current += _VALUES.get(word, 0)
    return float(total + current)


def ordinal(written: str) -> int:
    """Return what a match of `ORDINAL` says: "2nd" and "second" are 2."""
    written = written.lower()
    return int(re.sub(r"\D", "", written)) if written[0].isdigit() else _ORDINALS.index(written) + 1
