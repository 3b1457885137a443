"""How much a model may be asked to reason, by what a refusal says about it."""

import re
from dataclasses import replace

from orchestrator.llm.lessons.sent import Sent, bare
from orchestrator.llm.options import Options
from orchestrator.llm.patterns import NO, compile_words
from orchestrator.llm.refusals import Refusal

LEVELS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_FIELDS = frozenset({"reasoningeffort", "effort", "thinkinglevel", "thinkingbudget", "budgettokens"})
_PARENTS = re.compile(r"reason|think")
_EFFORT = re.compile(r"(?i)reasoning[_.\s-]?effort|\beffort\b|thinking[_.\s-]?level|reasoning[_.\s-]?level")
_ABOUT = re.compile(r"(?i)\b(?:thinking|reasoning)\b|thinking_?config|include_?thoughts")
_NO = compile_words(NO)
_OFFER = compile_words(
    r"""(?:supported|allowed|valid|accepted|available|expected|permitted|possible)?\s*(?:values?|options?|levels?
        |efforts?)?\s*(?::|(?:are|is|include|one of|either|from|among|in|must be|should be|expected|literal)\b)[^.]*"""
)
_SET_TO = re.compile(
    r"(?i)(?:set|use|to|with|be|=)\s*(?:it\s+to\s+|reasoning_?effort\s*(?:to|=|:)\s*)?['\"`](\w+)['\"`]"
)


def effort(refusal: Refusal, path: str, sent: Sent, options: Options) -> Options | None:
    """Another effort, the nearest that is offered, or none at all. `path`: the field that is named, "" for none of ours."""
    words = refusal.fields.words
    if path and bare(path.rpartition(".")[2]) not in _FIELDS:
        return None
    if not path and not _EFFORT.search(words):
        return None
    value = str(sent.value(path)) if path else options.effort
    refused = options.dropped | {f"effort={value}"} if value else options.dropped
    offered = [level for level in _offered(words, value) if f"effort={level}" not in refused]
    if offered:
        wanted = min(offered, key=lambda level: _distance(level, value))
        return replace(options, effort=wanted, dropped=refused) if wanted != options.effort else None
    if not path:
        return None
    if bare(path).endswith("budgettokens"):  # what holds it is nothing without it
        path = path.rpartition(".")[0]
    return replace(options, effort="", dropped=refused | {path})


def no_reasoning(refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    """A model that does not reason at all, or not beside something else that we need: everything about it is left out."""
    words = refusal.fields.words
    if not (_ABOUT.search(words) and _NO.search(words)):
        return None
    ours = {
        path
        for path in sent.optional
        if _PARENTS.search(bare(path)) and not path.startswith(("messages", "input", "contents"))
    }
    outermost = {path for path in ours if not any(path.startswith(f"{other}.") for other in ours)}
    new = outermost - options.dropped
    return replace(options, effort="", dropped=options.dropped | new) if new else None


def _offered(words: str, value: str) -> list[str]:
    """The levels that a text names, without the one that it refuses."""
    places = [match[0] for match in _OFFER.finditer(words)] + [f"'{level}'" for level in _SET_TO.findall(words)]
    named = [level for level in LEVELS for place in places if re.search(rf"(?i)(?<![\w-]){level}(?![\w-])", place)]
    return [level for level in dict.fromkeys(named) if level != value]


def _distance(level: str, value: str) -> tuple[int, int]:
    at = LEVELS.index(level)
    wanted = LEVELS.index(value) if value in LEVELS else LEVELS.index("medium")
    return abs(at - wanted), at
