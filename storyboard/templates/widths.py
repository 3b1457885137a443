"""How wide letters are, by the fonts that are shipped: as `renderer/metrics.js` has it, from the same tables, kerning left out."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

import regex

Width = tuple[float, float]  # at weight 400 and what 900 adds, in em

WIDE: Final = regex.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff]"
)
_PLAIN = regex.compile("[\0-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u206f]*")  # here each character is a letter
_PICTURE = regex.compile(r"[\ufe0f\u20e3\p{Emoji_Presentation}]")
_PICTOGRAPH = regex.compile(r"\p{Extended_Pictographic}")
_HANGUL = regex.compile(r"\p{Script=Hangul}")
_HAN = regex.compile(r"\p{Script=Han}")
_SPACED = regex.compile(r"[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*")
_ARABIC = "[\u0620-\u064a\u066e-\u06d3\u06d5\u0750-\u077f]"
_JOINED = regex.compile(rf"({_ARABIC})(?=\p{{M}}*{_ARABIC})")
_FORMS = regex.compile(
    "[\u0620-\u077f]\u0640|[\u0915-\u0939]\u094d(?=[\u0915-\u092f\u0931-\u0939])|\u094d\u0930|.", regex.DOTALL
)
_RENDERER = Path(__file__).parents[1] / "static/storyboard/renderer"
_A_PICTURE = "\U0001f3ac"  # as wide as any other
_WIDE_SIGNS: Final = "“”…"  # beside a character of Chinese each is as wide as one


def _tables() -> dict[str, Width]:
    found: dict[str, Width] = {}
    for line in _lines("scripts.js", "SCRIPTS"):
        regular, *rest = line.split(" ")
        added = 0.0
        for each in rest:
            if each.isascii():
                added = int(each) / 100
            else:
                found[each] = int(regular) / 100, added
    for line in _lines("inter.js", "WIDTHS"):
        regular, more = line[1:].split()
        found[line[0]] = int(regular) / 1000, int(more) / 1000
    return found


def _lines(module: str, name: str) -> list[str]:
    """Of a table in a module that was made of the fonts' measures: it is one template literal."""
    source = (_RENDERER / module).read_text(encoding="utf-8")
    literal = source.partition(f"export const {name} = `\n")[2].partition("\n`;")[0]
    return re.sub(r"\\(.)", r"\1", literal).split("\n")


WIDTHS: Final = _tables()


def letters_of(text: str) -> list[str]:
    """What a person takes for one letter, with its marks; a flag or a family is one picture."""
    return list(text) if _PLAIN.fullmatch(text) else regex.findall(r"\X", text)


@lru_cache(4096)  # a text is tried in thirty sizes, word by word
def width_in_em(text: str, weight: int, tracking: float) -> float:
    """Of a text in NFC; letters of scripts that join, or have none between them, get no tracking."""
    letters = letters_of(text)
    drawn = "".join(_A_PICTURE if _PICTURE.search(letter) else letter for letter in letters)
    spaced = tracking * len(letters) if _SPACED.fullmatch(text) else 0.0
    wide = _WIDE_SIGNS if _HAN.search(text) else ""
    return spaced + sum(1 if form in wide else _advance(form, weight) for form in _forms_of(drawn))


def is_shipped(char: str) -> bool:
    """Whether a font of the project has it."""
    return char in WIDTHS or _base(char) in WIDTHS or unicodedata.category(char)[0] in "MCZ"


def _forms_of(text: str) -> list[str]:
    """As `renderer/joining.js`: the width of a letter that joins depends on the next one."""
    return list(text) if _PLAIN.fullmatch(text) else _FORMS.findall(_JOINED.sub("\\1\u0640", text))


def _base(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


@lru_cache(2048)
def _advance(form: str, weight: int) -> float:
    known = WIDTHS.get(form) or WIDTHS.get(_base(form))
    if known:
        regular, more = known
        return regular + more * (0.54 + (weight - 700) * 0.0023 if weight >= 700 else (weight - 400) * 0.0018)
    return _guess(form)


def _guess(char: str) -> float:
    """The typefaces of the east have a few widths for all that they draw. Of what no shipped font has: rather too wide."""
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if "\uff61" <= char <= "\uff9f":
        return 0.5
    if _HANGUL.match(char):
        return 0.92
    if WIDE.match(char):
        return 1
    if _PICTOGRAPH.match(char):
        return 1.25
    return 1 if category[0] == "S" else 0.92 if char.isupper() else 0.8
