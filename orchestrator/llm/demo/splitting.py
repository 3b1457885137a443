"""A person's words, cut into what one scene shows: by lines and sentences, else at a sign, a blank, or between two graphemes."""

from itertools import pairwise

import regex

# Not behind "Dr." or "No.", and not where a small letter goes on.
_SENTENCE_END = regex.compile(r"""(?<=[.!?…।؟]['"”’»)]?)(?<!\b\p{Lu}\p{Ll}{0,2}\.)\s+(?=\P{Ll})|(?<=[。！？])""")
_SIGNS = frozenset(",;:،؛、，；：—–")


def graphemes(text: str) -> list[str]:
    """What a reader sees as one character: a letter with its accents, an emoji of several code points."""
    return regex.findall(r"\X", text)


def split_words(text: str, longest: int) -> list[str]:
    """Pieces of at most `longest` graphemes. Together they are the words of `text`, in order, with all their signs."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    sentences = [each for line in lines if line for each in _SENTENCE_END.split(line)]
    return [piece.strip() for each in sentences for piece in _pieces(each, longest) if piece.strip()]


def join_words(pieces: list[str], scenes: int, longest: int) -> list[str]:
    """Neighbours on one scene, the shortest first, until there are no more than `scenes`; as far as `longest` allows."""
    joined = list(pieces)
    while len(joined) > scenes:
        sizes = [len(graphemes(a)) + 1 + len(graphemes(b)) for a, b in pairwise(joined)]
        place = min(range(len(sizes)), key=sizes.__getitem__)
        if sizes[place] > longest:
            break
        joined[place : place + 2] = [f"{joined[place]}\n{joined[place + 1]}"]
    return joined


def _pieces(sentence: str, longest: int) -> list[str]:
    whole = graphemes(sentence)
    if len(whole) <= longest:
        return [sentence]
    place = _cut(whole)
    return _pieces("".join(whole[:place]), longest) + _pieces("".join(whole[place:]), longest)


def _cut(whole: list[str]) -> int:
    """Behind a sign, else behind a blank, if there is one in the middle half, else in the middle."""
    middle = len(whole) // 2
    near = sorted(range(middle - middle // 2, middle + middle // 2 + 1), key=lambda place: abs(place - middle))
    for ends in (_SIGNS.__contains__, str.isspace):
        if place := next((place for place in near if place and ends(whole[place - 1])), 0):
            return place
    return middle
