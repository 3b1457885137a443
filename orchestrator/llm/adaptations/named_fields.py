"""Which fields of our body a refusal names."""

import re
from collections.abc import Iterator
from functools import lru_cache

from orchestrator.llm.adaptations.refused_request import RefusedRequest, normalize_name
from orchestrator.llm.refusals import Refusal
from orchestrator.llm.refusals.patterns import REFUSING_WORDS, compile_words, join_lines

_REFUSING = compile_words(REFUSING_WORDS)
# In front of a name, these words recommend it.
_RECOMMENDED = compile_words(
    r"""(?:\buse|\busing|\btry|\bwith|\bprefer|\bswitch to|\bset|\bspecify|\bpass|\bconsider)\s+(?:the\s+)?['\"`]?$"""
)
_UNMISTAKABLE = frozenset({"temperature", "seed"})  # one plain word, and yet no other thing
_QUOTED = r"['\"`‘“«]"
_UNQUOTED = r"['\"`’”»]"
_BEFORE = (
    r"(?:parameters?|params?|arguments?|fields?|propert(?:y|ies)|keys?|names?|options?|attributes?|supplied|keyword|input|inputs|kwargs?"
    r"|unsupported|unknown|unrecognized|unexpected|support|supports|supported|allow|allows|accept|accepts|permit|recognize|extra)"
)
_AFTER = join_lines(
    r"""(?:(?:is|are|was|has been|parameters?|fields?|arguments?|options?|property|:|must|cannot|can't|not|does not|should|may|-)
        (?![a-z]))"""
)


def find_named_paths(refusal: Refusal, request: RefusedRequest) -> list[str]:
    """The paths of our body that a refusal names as what is wrong, the surest first."""
    found = [path for param in refusal.fields.params for path in _of_param(param, request)]
    if 400 <= refusal.effective_status < 500 or _REFUSING.search(refusal.fields.words):
        found += _of_words(refusal.fields.words, request)
    return list(dict.fromkeys(found))


def find_missing_parent(refusal: Refusal, request: RefusedRequest) -> str:
    """The field of our body that holds something without which it is refused, where that is not there, or ""."""
    if not re.search(r"(?i)\brequired\b|missing", refusal.fields.words):
        return ""
    for param in refusal.fields.params:
        parts = param.split(".")
        for length in range(len(parts) - 1, 0, -1):
            parent = _match(".".join(parts[:length]), request.paths)
            if parent and request.is_optional(parent):
                return parent
    return ""


def _of_param(param: str, request: RefusedRequest) -> Iterator[str]:
    """The path that a param means, which may be longer (names of union members) or deeper (into a schema) than ours."""
    parts = param.split(".")
    for length in range(len(parts), 0, -1):
        path = _match(".".join(parts[:length]), request.paths)
        if path:
            yield path
            return


def _match(param: str, paths: tuple[str, ...]) -> str:
    wanted = [normalize_name(part) for part in param.split(".")]
    candidates = []
    for path in paths:
        own = [normalize_name(part) for part in path.split(".")]
        if own[-1] == wanted[-1] and _is_within(own, wanted):
            candidates.append(path)
    return max(candidates, key=lambda path: path.count("."), default="")


def _is_within(own: list[str], wanted: list[str]) -> bool:
    """Whether all parts of our path stand in theirs, in order."""
    rest = iter(wanted)
    return all(part in rest for part in own)


def _of_words(words: str, request: RefusedRequest) -> Iterator[str]:
    hits = []
    for path in request.paths:
        place = _place(path, words)
        for value in request.strings(path):  # `include: ["reasoning.encrypted_content"]` is named by what it holds
            if place is None and value in words:
                place = words.index(value)
        if place is not None:
            hits.append((place, -path.count("."), path))
    for _, _, path in sorted(hits):
        yield path


def _place(path: str, words: str) -> int | None:
    """Where a text blames a field, or None. A name of one plain word has to be quoted, or to stand beside a word of refusal."""
    leaf = path.rpartition(".")[2]
    for match in _mention(path, leaf).finditer(words):
        if not _RECOMMENDED.search(words[: match.start()][-24:]):
            return match.start()
    return None


@lru_cache(maxsize=512)
def _mention(path: str, leaf: str) -> re.Pattern[str]:
    parts = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", leaf)
    spaced = r"[_\-\s]?".join(map(re.escape, parts))
    dotted = re.escape(path).replace(r"\.", r"(?:\[\d*\]|\.\d+)?[.\[\"'\]]+")
    if len(parts) > 1 or leaf in _UNMISTAKABLE:
        return re.compile(rf"(?i)(?<![\w.]){dotted}(?!\w)|(?<![a-z0-9_]){spaced}(?![a-z0-9_])")
    whole = rf"(?<![\w.]){dotted}(?![\w])|" if "." in path else ""
    word = re.escape(leaf)
    return re.compile(
        rf"(?i){whole}{_QUOTED}{word}{_UNQUOTED}|(?<![\w.\-/]){_BEFORE}(?:\(s\))?:?\s+{word}(?![\w.\-/])|(?<![\w.\-/]){word}(?::\s|\s+{_AFTER})"
    )
