"""Chinese, Japanese, Korean and emoji: which of their typefaces a text is drawn in, as `renderer/eastern.js` chooses them."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import regex

_STATIC = Path(__file__).parent / "static/storyboard"
_KANA = regex.compile(r"[\p{Script=Hiragana}\p{Script=Katakana}]")
_HANGUL = regex.compile(r"\p{Script=Hangul}")
_EASTERN = regex.compile("[\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_EMOJI = regex.compile(r"[\ufe0f\u20e3\p{Emoji_Presentation}]")
_RANGE = re.compile(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?")


def _traditional() -> str:
    source = (_STATIC / "renderer/eastern.js").read_text(encoding="utf-8")
    return source.partition('export const TRADITIONAL = "')[2].partition('"')[0]


_TRADITIONAL: Final = regex.compile(f"[\u3105-\u312f{_traditional()}]")


def eastern_characters(text: str) -> frozenset[int]:
    """Those that the typefaces have which are chosen for this text; none if it needs none of them."""
    return frozenset[int]().union(*map(_characters, _faces(text)))


def _faces(text: str) -> list[str]:
    """Their codes."""
    codes = []
    if _KANA.search(text):
        codes.append("jp")
    elif _TRADITIONAL.search(text):
        codes.append("tc")
    elif _EASTERN.search(text) and not _HANGUL.search(text):
        codes.append("sc")
    if _HANGUL.search(text):
        codes.append("kr")
    if _EMOJI.search(text):
        codes.append("emoji")
    return codes


@lru_cache
def _characters(code: str) -> frozenset[int]:
    """Each is read once: it takes some ms."""
    styles = (_STATIC / f"css/video-fonts-{code}.css").read_text(encoding="utf-8")
    spans = ((int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(styles))
    return frozenset(char for first, last in spans for char in range(first, last + 1))
