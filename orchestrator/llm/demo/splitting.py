"""A person's words, cut into what one scene shows: by lines and sentences, else at a sign, a blank, or between two graphemes."""

from itertools import pairwise
from math import ceil

import regex

_CODE_POINTS = 250  # of one text: a grapheme may have many
# Not behind "Dr." or "3.", and not where a small letter goes on.
_SENTENCE_END = regex.compile(
    r"""(?<=[.!?…।؟]['"”’»)]?)(?<!\b(?:\p{Lu}\p{Ll}?|\d{1,2})\.)\s+(?=\P{Ll})|(?<=[。！？])"""
)
_SIGNS = frozenset(",;:،؛、，；：—–")


def graphemes(text: str) -> list[str]:
    """What a reader sees as one character: a letter with its accents, an emoji of several code points."""
    return [str(each) for each in regex.findall(r"\X", text)]


def truncate_words(text: str, most: int) -> str:
    """Its first graphemes, of at most so many code points."""
    start = ""
    for each in graphemes(" ".join(text.split())):
        if len(start) + len(each) > most:
            break
        start += each
    return start.strip()


def split_words(text: str, longest: int) -> list[str]:
    """Pieces of at most `longest` graphemes. Together they are the words of `text`, in order, with all their signs."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    sentences = [each for line in lines if line for each in _SENTENCE_END.split(line)]
    return [piece.strip() for each in sentences for piece in _pieces(each, longest) if piece.strip()]


def join_words(pieces: list[str], scenes: int, longest: int) -> list[str]:
    """Neighbours on one scene, the shortest first, until there are no more than `scenes`; as far as `longest` allows."""
    joined = list(pieces)
    while len(joined) > scenes:
        pairs = [f"{first}\n{second}" for first, second in pairwise(joined)]
        place = min(range(len(pairs)), key=lambda place: len(graphemes(pairs[place])))
        if not _fits(pairs[place], longest):
            break
        joined[place : place + 2] = [pairs[place]]
    return joined


def _fits(text: str, longest: int) -> bool:
    return len(graphemes(text)) <= longest and len(text) <= _CODE_POINTS


def _pieces(sentence: str, longest: int) -> list[str]:
    """About as long as each other."""
    whole = graphemes(sentence)
    if _fits(sentence, longest) or len(whole) == 1:
        return [sentence]
    parts = max(ceil(len(whole) / longest), ceil(len(sentence) / _CODE_POINTS))
    place = _cut(whole, max(1, len(whole) // parts), longest)
    return _pieces("".join(whole[:place]), longest) + _pieces("".join(whole[place:]), longest)


def _cut(whole: list[str], wanted: int, longest: int) -> int:
    """Behind a sign, else behind a blank, if there is one near the wanted place, else there."""
    near = range(max(1, wanted * 2 // 3), min(longest, wanted * 4 // 3, len(whole) - 1) + 1)
    for ends in (_SIGNS.__contains__, str.isspace):
        if places := [place for place in near if ends(whole[place - 1])]:
            return min(places, key=lambda place: abs(place - wanted))
    return wanted
