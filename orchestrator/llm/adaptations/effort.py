"""Adapts the effort of reasoning after a refusal."""

import re
from dataclasses import replace

from orchestrator.llm.adaptations.refused_request import RefusedRequest, normalize_name
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal
from orchestrator.llm.refusals.patterns import REFUSING_WORDS, compile_words

LEVELS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_FIELDS = frozenset({"reasoningeffort", "effort", "thinkinglevel", "thinkingbudget", "budgettokens"})
_PARENTS = re.compile(r"reason|think")
_EFFORT = re.compile(r"(?i)reasoning[_.\s-]?effort|\beffort\b|thinking[_.\s-]?level|reasoning[_.\s-]?level")
_ABOUT = re.compile(r"(?i)\b(?:think|thinking|reasoning)\b|thinking_?config|include_?thoughts")
_REFUSING = compile_words(REFUSING_WORDS)
_LEVEL = rf"(?<![\w-])({'|'.join(LEVELS)})(?![\w-])"
_CHOSEN = compile_words(r"(?:['\"`]|(?:\bto|\bbe|\buse|\bchoose|\bpick|\bset|\bonly|=|:)\s*)$")


_CONVERSATION = ("messages", "input", "contents")
_KINDS = ("enabled", "adaptive")


def change_effort(refusal: Refusal, path: str, request: RefusedRequest, options: Options) -> Options | None:
    """Another effort, the nearest that is offered, or none at all. `path`: the field that is named, "" for none of ours."""
    words = refusal.fields.words
    if path and normalize_name(path.rpartition(".")[2]) not in _FIELDS:
        return None
    if not path and not _EFFORT.search(words):
        return None
    value = str(request.value(path)) if path else options.effort
    refused = options.dropped | {f"effort={value}"} if value else options.dropped
    offered = [level for level in _offered_levels(words, value) if f"effort={level}" not in refused]
    if offered:
        wanted = min(offered, key=lambda level: _distance(level, value))
        return replace(options, effort=wanted, dropped=refused) if wanted != options.effort else None
    if not path:
        return None
    if normalize_name(path).endswith("budgettokens"):  # what holds it is nothing without it
        path = path.rpartition(".")[0]
    return replace(options, effort="", dropped=refused | {path})


def change_thinking_type(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """Anthropic's older models think by a budget (`enabled`), its newer ones by an effort (`adaptive`): the other of the two."""
    kind = str(request.value("thinking.type") or "")
    if kind not in _KINDS or not re.search(
        rf"(?i)type\W{{1,3}}{kind}|['\"`]{kind}['\"`]|\badaptive\b|thinking\.type(?![.\w])", refusal.fields.words
    ):
        return None
    dropped = options.dropped | {f"thinking.type={kind}"}
    if all(f"thinking.type={each}" in dropped for each in _KINDS):
        dropped |= {"thinking"}
    return replace(options, dropped=dropped)


def omit_reasoning(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """A model that does not reason at all, or not beside something else that we need: everything about it is left out."""
    words = refusal.fields.words
    if not (_ABOUT.search(words) and _REFUSING.search(words)):
        return None
    about = {path for path in request.optional if _PARENTS.search(normalize_name(path))}
    ours = {path for path in about if not path.startswith(_CONVERSATION)}
    if not ours and request.dialect == "chat":
        ours = about  # what goes back of earlier thoughts
    outermost = {path for path in ours if not any(path.startswith(f"{other}.") for other in ours)}
    new = outermost - options.dropped
    return replace(options, effort="", dropped=options.dropped | new) if new else None


def _offered_levels(words: str, value: str) -> list[str]:
    """The levels that a text names, without the one that it refuses: quoted, recommended, or in a list of several."""
    places = [m for m in re.finditer(_LEVEL, words, re.IGNORECASE) if m[1].lower() != value]
    named = [
        m[1].lower()
        for m in places
        if _CHOSEN.search(words[: m.start()])
        or any(m[1] != other[1] and abs(m.start() - other.start()) < 30 for other in places)
    ]
    return list(dict.fromkeys(named))


def _distance(level: str, value: str) -> tuple[int, int]:
    at = LEVELS.index(level)
    wanted = LEVELS.index(value) if value in LEVELS else LEVELS.index("medium")
    return abs(at - wanted), at
