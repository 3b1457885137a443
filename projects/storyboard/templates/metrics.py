"""How much room words need, so that what belongs together stands close together. The renderer breaks lines by the same rules
(`renderer/text-layout.js`, `metrics.js`) and has the last word."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

Role = Literal["heading", "body", "label"]

SHRINK: Final = 0.95
BREAK_WORDS_BELOW: Final = 0.5  # of the wanted size
SAFE: Final = 0.98  # of the width
LINE: Final = 1.26  # em: what stands out above and below a line, and a little
HARDLY_SMALLER: Final = 0.82  # a heading rather has a line less than this much more size
SMALLEST: Final = 4

# A Chinese or Japanese text may break after any character.
WORD = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+")
WIDE = re.compile("[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
PICTURES = range(0x1F000, 0x1FB00)


class Voice(NamedTuple):
    weight: int
    tracking: float
    leading: float


VOICES: Final[dict[Role, Voice]] = {
    "heading": Voice(800, -0.028, 1.06),
    "body": Voice(500, -0.008, 1.34),
    "label": Voice(650, 0.15, 1.35),
}


class Block(NamedTuple):
    size: float
    height: float
    width: float


def _table() -> dict[str, tuple[float, float]]:
    """Character -> its width at weight 400 and what 900 adds, in em."""
    lines = (Path(__file__).parent / "inter.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    pairs = ((line[0], line[1:].split()) for line in lines)
    return {char: (int(regular) / 1000, int(more) / 1000) for char, (regular, more) in pairs}


WIDTHS: Final = _table()


def fitted(text: str, role: Role, size: float, width: float, lines: int) -> Block:
    """The text in at most so many lines: smaller where it must be, and a heading also where it saves a line."""
    paragraphs = as_drawn(text, role).split("\n")
    fits: Block | None = None
    least = 0.0
    for now in sizes(size):
        widths = break_lines(paragraphs, role, width * SAFE / now, may_break=now < size * BREAK_WORDS_BELOW)
        if widths is None or len(widths) > lines:
            continue
        if now < least:
            break
        leading = (len(widths) - 1) * VOICES[role].leading
        fits = Block(now, round((leading + LINE) * now, 1), round(min(width, max(widths) * now), 1))
        if role != "heading" or len(widths) == 1:
            break
        least, lines = least or now * HARDLY_SMALLER, len(widths) - 1
    return fits or Block(SMALLEST, round((len(paragraphs) * VOICES[role].leading + LINE) * SMALLEST, 1), width)


def even(texts: Iterable[str], role: Role, size: float, width: float, lines: int) -> float:
    """One size for all of a list; one with a word that must be broken does not make the others small."""
    fitting = [fitted(text, role, size, width, lines).size for text in texts]
    return min((each for each in fitting if each >= size * BREAK_WORDS_BELOW), default=size)


def width_of(text: str, role: Role) -> float:
    """In em."""
    voice = VOICES[role]
    return sum(_advance(char, voice.weight) + voice.tracking for char in text)


def as_drawn(text: str, role: Role) -> str:
    """Labels are in capitals."""
    return unicodedata.normalize("NFC", text.upper() if role == "label" else text)


def sizes(size: float) -> Iterator[float]:
    """That a text may be drawn in, from the one that is wanted down."""
    while size > SMALLEST:
        yield size
        size *= SHRINK


@lru_cache(1024)
def _advance(char: str, weight: int) -> float:
    known = WIDTHS.get(char) or WIDTHS.get(unicodedata.normalize("NFD", char)[0])
    if known:
        regular, more = known
        return regular + more * (0.54 + (weight - 700) * 0.0023 if weight >= 700 else (weight - 400) * 0.0018)
    if unicodedata.category(char)[0] in "MC":
        return 0
    if ord(char) in PICTURES or 0x2600 <= ord(char) < 0x2800:
        return 1.4
    return 1.05 if WIDE.match(char) else 0.92 if char.isupper() else 0.8


def break_lines(paragraphs: list[str], role: Role, width: float, *, may_break: bool) -> list[float] | None:
    """How wide the lines are, in em; None if a word does not fit in one."""
    found: list[float] = []
    for paragraph in paragraphs:
        line, blank = 0.0, 0.0  # what stands in the line, and the space after it
        for word in WORD.findall(paragraph.strip()):
            need = width_of(word, role)
            if word.isspace():
                blank = need if line else 0.0
            elif line + blank + need <= width:
                line, blank = line + blank + need, 0.0
            else:
                found += [line] if line else []
                line, blank = need, 0.0
                if need > width and not may_break:
                    return None
                *full, line = _chopped(word, role, width)
                found += full
        found.append(line)
    return found


def _chopped(word: str, role: Role, width: float) -> list[float]:
    pieces = [0.0]
    for char in word:
        need = width_of(char, role)
        if pieces[-1] and pieces[-1] + need > width:
            pieces.append(0.0)
        pieces[-1] += need
    return pieces
