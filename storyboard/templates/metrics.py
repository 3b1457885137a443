"""How much room words need, so that what belongs together stands close together. The renderer breaks lines by the same rules
(`renderer/text-layout.js`, `metrics.js`) and has the last word."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import regex

from storyboard.templates.widths import letters_of, width_in_em

Role = Literal["heading", "body", "label"]

SHRINK: Final = 0.95
BREAK_WORDS_BELOW: Final = 0.5  # of the wanted size
SAFE: Final = 0.98  # of the width
LINE: Final = 1.26  # em: what stands out above and below a line, and a little
TALL_LINE: Final = 1.56  # of scripts that write above and below their letters
HARDLY_SMALLER: Final = 0.82  # a heading rather has a line less than this much more size
SMALLEST: Final = 4

# The renderer finds the words of scripts without spaces in a dictionary. Here a Chinese or Japanese text may break after any
# character, but not before a sign that closes, nor after one that opens; others after any letter.
WORD = regex.compile(
    r"[「『（【〈《“‘]*(?:(?![「『（【〈《])[\u2e80-\u9fff\uff00-\uffef]"
    r"|(?:(?![“‘]+[\u2e80-\u9fff\uff00-\uffef])[^\s\u2e80-\u9fff\uff00-\uffef\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])+)"
    r"(?:[\u3001\u3002\u3005\u3099-\u309c\u30fb\u30fc」』）】〉》”’…‥—！，．：；？～％ぁぃぅぇぉっゃゅょァィゥェォッャュョ]|\p{M})*"
    r"|(?=[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])\X"
    r"|[「『（【〈《]+|\s+"
)

TALL = regex.compile(r"[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Thai}]")


class TypeStyle(NamedTuple):
    weight: int
    tracking: float
    leading: float


TYPE_STYLES: Final[dict[Role, TypeStyle]] = {
    "heading": TypeStyle(800, -0.028, 1.06),
    "body": TypeStyle(500, -0.008, 1.34),
    "label": TypeStyle(650, 0.15, 1.35),
}


class Block(NamedTuple):
    size: float
    height: float
    width: float


def fit_text(text: str, role: Role, size: float, width: float, lines: int) -> Block:
    """Size and extent, in units, of a text in at most `lines` lines: smaller where needed, a heading also to save a line."""
    paragraphs = displayed_text(text, role).split("\n")
    line = TALL_LINE if TALL.search(text) else LINE
    fits: Block | None = None
    least = 0.0
    for now in sizes(size):
        widths = break_lines(paragraphs, role, width * SAFE / now, may_break=now < size * BREAK_WORDS_BELOW)
        if widths is None or len(widths) > lines:
            continue
        if now < least:
            break
        leading = (len(widths) - 1) * TYPE_STYLES[role].leading
        fits = Block(now, round((leading + line) * now, 1), round(min(width, max(widths) * now), 1))
        if role != "heading" or len(widths) == 1:
            break
        least, lines = least or now * HARDLY_SMALLER, len(widths) - 1
    return fits or Block(SMALLEST, round((len(paragraphs) * TYPE_STYLES[role].leading + line) * SMALLEST, 1), width)


def common_size(texts: Iterable[str], role: Role, size: float, width: float, lines: int) -> float:
    """One size for all of a list; one with a word that must be broken does not make the others small."""
    fitting = [fit_text(text, role, size, width, lines).size for text in texts]
    return min((each for each in fitting if each >= size * BREAK_WORDS_BELOW), default=size)


def width_of(text: str, role: Role) -> float:
    """The width of one line, in em."""
    voice = TYPE_STYLES[role]
    return width_in_em(text, voice.weight, voice.tracking)


def displayed_text(text: str, role: Role) -> str:
    """As the renderer draws it: labels in capitals, NFC."""
    return unicodedata.normalize("NFC", text.upper() if role == "label" else text)


def sizes(size: float) -> Iterator[float]:
    """The sizes that a text may be drawn in, from `size` down."""
    while size > SMALLEST:
        yield size
        size *= SHRINK


def break_lines(paragraphs: list[str], role: Role, width: float, *, may_break: bool) -> list[float] | None:
    """The widths of the lines, in em; None if a word does not fit in a line of `width` em."""
    found: list[float] = []
    for paragraph in paragraphs:
        line, blank = 0.0, 0.0  # what stands in the line, and the space after it
        for word, need in _measure_words(paragraph, role):
            if word.isspace():
                blank = need if line else 0.0
            elif line + blank + need <= width:
                line, blank = line + blank + need, 0.0
            else:
                found += [line] if line else []
                line, blank = need, 0.0
                if need > width and not may_break:
                    return None
                *full, line = _break_word(word, role, width)
                found += full
        found.append(line)
    return found


@lru_cache(256)  # a text is tried in thirty sizes
def _measure_words(paragraph: str, role: Role) -> tuple[tuple[str, float], ...]:
    """Its words and the blanks between them, with their widths in em."""
    return tuple((word, width_of(word, role)) for word in WORD.findall(paragraph.strip()))


def _break_word(word: str, role: Role, width: float) -> list[float]:
    pieces = [0.0]
    for letter in letters_of(word):
        need = width_of(letter, role)
        if pieces[-1] and pieces[-1] + need > width:
            pieces.append(0.0)
        pieces[-1] += need
    return pieces
