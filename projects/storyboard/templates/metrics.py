"""How much room words need, roughly: enough to set what belongs together close together. The renderer has the last word."""

from typing import Literal, NamedTuple

Role = Literal["heading", "body", "label"]

NARROW, WIDE = frozenset("iIjl.,:;'|!()ft r1"), frozenset("mwMW@%&—")
WIDTHS = {"narrow": 0.33, "small": 0.6, "capital": 0.72, "wide": 0.93}  # em, of a bold Inter
BLOCK = 1.26  # em: a line with what stands out above and below it
SHRINK = 0.94


class Voice(NamedTuple):
    width: float  # of a bold Inter
    tracking: float
    leading: float


VOICES: dict[Role, Voice] = {
    "heading": Voice(1.04, -0.028, 1.06),
    "body": Voice(0.96, -0.008, 1.34),
    "label": Voice(1.0, 0.15, 1.35),
}


class Block(NamedTuple):
    size: float
    height: float
    width: float


def width_of(text: str, role: Role) -> float:
    """In em."""
    voice = VOICES[role]
    said = text.upper() if role == "label" else text
    return sum(_advance(letter) * voice.width + voice.tracking for letter in said)


def fitted(text: str, role: Role, size: float, width: float, lines: int) -> Block:
    """The text in at most so many lines: smaller where it must be."""
    while (broken := _lines(text, role, width / size)) > lines and size > 12:
        size *= SHRINK
    room = max(map(len, text.split("\n"))) and min(width, width_of(text, role) * size)
    height = ((broken - 1) * VOICES[role].leading + BLOCK) * size
    return Block(round(size, 1), round(height, 1), room)


def _advance(letter: str) -> float:
    kind = "narrow" if letter in NARROW else "wide" if letter in WIDE else "capital" if letter.isupper() else "small"
    return WIDTHS[kind] if letter.isascii() else max(WIDTHS[kind], 1.0 if ord(letter) > 0x2E80 else 0.6)


def _lines(text: str, role: Role, width: float) -> int:
    count = 0
    for paragraph in text.split("\n"):
        used = 0.0
        count += 1
        for word in paragraph.split():
            need = width_of(word, role)
            if need > width:
                return 99  # a word that must be broken: rather smaller
            if used and used + 0.27 + need > width:
                count, used = count + 1, 0.0
            used += need + 0.27
    return count
