"""A refusal that names something in our body -> what is done differently. Pure.

Each lesson changes the options for good: a value or a name that was refused is remembered (`Options.dropped`) and not tried
again, so a row of lessons ends.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from orchestrator.llm.adaptations import effort, forms, limits, replay, roles
from orchestrator.llm.adaptations.named_fields import missing_parent, named_paths
from orchestrator.llm.adaptations.options_store import key, load, save
from orchestrator.llm.adaptations.request_body import LIMIT_FIELDS, Sent, bare
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Category, Refusal, category_of
from orchestrator.llm.refusals.patterns import NO, compile_words

# What is refused for these is not mended by another request.
_TEACHES_NOTHING = frozenset(
    {Category.KEY, Category.CREDIT, Category.DECLINED, Category.BUSY, Category.REGION, Category.FORBIDDEN}
)
_EFFORT_BESIDE_TOOLS = re.compile(r"(?i)(?:set|use)\s+['\"`]?reasoning[_.]?effort['\"`]?\s*(?:to|=|:)?\s*['\"`]?none")

__all__ = ["key", "learn", "load", "save"]

_WANTS_CHAT = compile_words(
    rf"""messages['"`]?:? (?:is |field )?(?:a )?(?:required|missing)|(?:required|missing)[^.]{{0,80}}[ '"`]messages\b
        |(?:{NO})[^.]{{0,80}}(?:responses[ _]?(?:api|endpoint)|/responses\b)
        |not implemented[^.]{{0,80}}responses|use (?:the )?(?:/v1/)?chat[ /_]?completions
        |(?:responses[ _]?(?:api|endpoint)|/responses\b)[^.]{{0,80}}(?:{NO})"""
)
_WANTS_RESPONSES = compile_words(
    r"""only (?:\w+ )*(?:supported|available)[^.]{0,80}responses|responses api[^.]{0,80}instead|use (?:the )?(?:/?v1/)?responses"""
)

Lesson = Callable[[Refusal, Sent, Options], Options | None]


def learn(refusal: Refusal, body: Mapping[str, Any], options: Options, dialect: str) -> Options | None:
    """Return other options if the refusal names something in this body that we can do without or otherwise, or None.

    `dialect`: the one that `body` was written in: `chat`, `responses`, `anthropic` or `google`.
    """
    sent = Sent(body, dialect)
    if without := replay.without_replay(refusal, sent, options):  # an invalid signature of reasoning is no invalid key
        return without
    category = category_of(refusal)
    if category in _TEACHES_NOTHING:
        return None
    learned = _lesson(refusal, sent, options, category)
    return learned if learned is not None and learned != options else None


def _lesson(refusal: Refusal, sent: Sent, options: Options, category: Category) -> Options | None:
    if category is Category.TOO_LONG:
        return limits.limit(refusal, sent, options)
    if other := _dialect(refusal, sent, options, category):
        return other
    if category in (Category.MODEL, Category.ADDRESS) and refusal.status in (404, 405, 410):
        return roles.pictures(refusal, sent, options)
    if category is Category.ACCOUNT and not refusal.fields.params:
        return None
    if _EFFORT_BESIDE_TOOLS.search(refusal.fields.words):
        return effort.effort(refusal, "", sent, options)
    if re.search(r"(?i)tool[_ ]?choice", refusal.fields.words) and (found := forms.choice(refusal, sent, options)):
        return found
    for path in named_paths(refusal, sent):
        if learned := _about(path, refusal, sent, options):
            return learned
    return next(filter(None, (lesson(refusal, sent, options) for lesson in _UNNAMED)), None)


def _about(path: str, refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    """What a field that is named teaches."""
    leaf = bare(path.rpartition(".")[2])
    if leaf in LIMIT_FIELDS:
        return limits.named(refusal, path, sent, options)
    if leaf in ("toolchoice", "toolconfig", "functioncallingconfig") and (
        found := forms.choice(refusal, sent, options)
    ):
        return found
    if leaf in ("system", "instructions", "systeminstruction"):
        return roles.another_role(refusal.fields.words, options)
    if leaf in ("thinking", "type") and (found := effort.kind_of_thinking(refusal, sent, options)):
        return found
    if (found := effort.effort(refusal, path, sent, options)) or (found := _form_field(leaf, refusal, sent, options)):
        return found
    if leaf == "strict":
        return _without(options, path, "strict")
    if leaf == "stream":
        return _without(options, "stream", "stream_options")
    if not sent.is_optional(path) or (leaf in _FORM_FIELDS and sent.answers_in_schema):
        return None
    holds_form = leaf in _FORM_FIELDS and options.form == "schema"  # not in this request, but in others
    return _without(replace(options, form="tool") if holds_form else options, path)


_FORM_FIELDS = frozenset(
    {"responseformat", "format", "outputformat", "outputconfig", "jsonschema", "responsemimetype", "text"}
)


def _form_field(leaf: str, refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    if leaf not in _FORM_FIELDS or not sent.answers_in_schema:
        return None
    return forms.schema(refusal, sent, options) or (replace(options, form="tool") if options.form == "schema" else None)


def _without(options: Options, *paths: str) -> Options | None:
    new = options.dropped | set(paths)
    return replace(options, dropped=new) if new != options.dropped else None


def _stream(refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    says = re.search(
        r"(?i)stream(?:ing)?\b[^.]{0,80}(?:not |n't |unsupported|disabled)|(?:not|n't) support\w* stream",
        refusal.fields.words,
    )
    return _without(options, "stream", "stream_options") if says and "stream" in sent.body else None


def _parent(refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    parent = missing_parent(refusal, sent)
    return _without(options, parent) if parent else None


def _dialect(refusal: Refusal, sent: Sent, options: Options, category: Category) -> Options | None:
    """The other of OpenAI's two APIs, where an address or a model has one alone."""
    words = refusal.fields.words
    if sent.dialect == "responses":
        # A server that does not know a model says so.
        absent = refusal.status in (404, 405, 501) and (category is Category.ADDRESS or "model" not in words.lower())
        if absent or "messages" in refusal.fields.params or _WANTS_CHAT.search(words):
            return _spoken_as("chat", sent, options)
    if sent.dialect == "chat" and _WANTS_RESPONSES.search(words) and not _EFFORT_BESIDE_TOOLS.search(words):
        return _spoken_as("responses", sent, options)
    return None


def _spoken_as(dialect: str, sent: Sent, options: Options) -> Options | None:
    if f"dialect={dialect}" in options.dropped:
        return None
    return replace(options, dialect=dialect, dropped=options.dropped | {f"dialect={sent.dialect}"})


_UNNAMED: tuple[Lesson, ...] = (
    roles.pictures,
    roles.system,
    forms.choice,
    limits.required,
    limits.limit,
    lambda refusal, sent, options: effort.effort(refusal, "", sent, options),
    effort.kind_of_thinking,
    effort.no_reasoning,
    forms.schema,
    forms.form,
    _stream,
    _parent,
)
