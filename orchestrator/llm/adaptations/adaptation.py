"""From a refusal that names something in our body to options that avoid it. Pure.

Each adaptation records the refused value or name in `Options.dropped` and never sends it again, so a chain of adaptations ends.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from orchestrator.llm.adaptations import effort, forms, limits, replay, roles
from orchestrator.llm.adaptations.named_fields import find_missing_parent, find_named_paths
from orchestrator.llm.adaptations.refused_request import LIMIT_FIELDS, RefusedRequest, normalize_name
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Category, Refusal, classify
from orchestrator.llm.refusals.patterns import REFUSING_WORDS, compile_words

# No other request would be accepted.
_NOT_ADAPTABLE = frozenset(
    {Category.KEY, Category.CREDIT, Category.DECLINED, Category.BUSY, Category.REGION, Category.FORBIDDEN}
)
_EFFORT_BESIDE_TOOLS = re.compile(r"(?i)(?:set|use)\s+['\"`]?reasoning[_.]?effort['\"`]?\s*(?:to|=|:)?\s*['\"`]?none")

_WANTS_CHAT = compile_words(
    rf"""messages['"`]?:? (?:is |field )?(?:a )?(?:required|missing)|(?:required|missing)[^.]{{0,80}}[ '"`]messages\b
        |(?:{REFUSING_WORDS})[^.]{{0,80}}(?:responses[ _]?(?:api|endpoint)|/responses\b)
        |not implemented[^.]{{0,80}}responses|use (?:the )?(?:/v1/)?chat[ /_]?completions
        |(?:responses[ _]?(?:api|endpoint)|/responses\b)[^.]{{0,80}}(?:{REFUSING_WORDS})"""
)
_WANTS_RESPONSES = compile_words(
    r"""only (?:\w+ )*(?:supported|available)[^.]{0,80}responses|responses api[^.]{0,80}instead|use (?:the )?(?:/?v1/)?responses"""
)

Adaptation = Callable[[Refusal, RefusedRequest, Options], Options | None]


def adapt(refusal: Refusal, body: Mapping[str, Any], options: Options, dialect: str) -> Options | None:
    """Return options without what the refusal names in this body, or in another form; None if there is no such change.

    `dialect`: the one that `body` was written in: `chat`, `responses`, `anthropic` or `google`.
    """
    request = RefusedRequest(body, dialect)
    if without := replay.omit_replay(refusal, request, options):  # an invalid signature of reasoning is no invalid key
        return without
    category = classify(refusal)
    if category in _NOT_ADAPTABLE:
        return None
    adapted = _adapt(refusal, request, options, category)
    return adapted if adapted is not None and adapted != options else None


def _adapt(refusal: Refusal, request: RefusedRequest, options: Options, category: Category) -> Options | None:
    if category is Category.TOO_LONG:
        return limits.lower_limit(refusal, request, options)
    if other := _change_dialect(refusal, request, options, category):
        return other
    if category in (Category.MODEL, Category.ADDRESS) and refusal.status in (404, 405, 410):
        return roles.omit_pictures(refusal, request, options)
    if category is Category.ACCOUNT and not refusal.fields.params:
        return None
    if _EFFORT_BESIDE_TOOLS.search(refusal.fields.words):
        return effort.change_effort(refusal, "", request, options)
    if re.search(r"(?i)tool[_ ]?choice", refusal.fields.words) and (
        found := forms.omit_tool_choice(refusal, request, options)
    ):
        return found
    for path in find_named_paths(refusal, request):
        if adapted := _adapt_field(path, refusal, request, options):
            return adapted
    return next(filter(None, (adaptation(refusal, request, options) for adaptation in _BY_WORDS)), None)


def _adapt_field(path: str, refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """The change for a field that the refusal names."""
    leaf = normalize_name(path.rpartition(".")[2])
    if leaf in LIMIT_FIELDS:
        return limits.adapt_named_limit(refusal, path, request, options)
    if leaf in ("toolchoice", "toolconfig", "functioncallingconfig") and (
        found := forms.omit_tool_choice(refusal, request, options)
    ):
        return found
    if leaf in ("system", "instructions", "systeminstruction"):
        return roles.choose_other_role(refusal.fields.words, options)
    if leaf in ("thinking", "type") and (found := effort.change_thinking_type(refusal, request, options)):
        return found
    if (found := effort.change_effort(refusal, path, request, options)) or (
        found := _adapt_form_field(leaf, refusal, request, options)
    ):
        return found
    if leaf == "strict":
        return _drop(options, path, "strict")
    if leaf == "stream":
        return _drop(options, "stream", "stream_options")
    if not request.is_optional(path) or (leaf in _FORM_FIELDS and request.answers_in_schema):
        return None
    holds_form = leaf in _FORM_FIELDS and options.form == "schema"  # not in this request, but in others
    return _drop(replace(options, form="tool") if holds_form else options, path)


_FORM_FIELDS = frozenset(
    {"responseformat", "format", "outputformat", "outputconfig", "jsonschema", "responsemimetype", "text"}
)


def _adapt_form_field(leaf: str, refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    if leaf not in _FORM_FIELDS or not request.answers_in_schema:
        return None
    return forms.remove_schema_keywords(refusal, request, options) or (
        replace(options, form="tool") if options.form == "schema" else None
    )


def _drop(options: Options, *paths: str) -> Options | None:
    new = options.dropped | set(paths)
    return replace(options, dropped=new) if new != options.dropped else None


def _omit_stream(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    rejects_streams = re.search(
        r"(?i)stream(?:ing)?\b[^.]{0,80}(?:not |n't |unsupported|disabled)|(?:not|n't) support\w* stream",
        refusal.fields.words,
    )
    return _drop(options, "stream", "stream_options") if rejects_streams and "stream" in request.body else None


def _omit_parent(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    parent = find_missing_parent(refusal, request)
    return _drop(options, parent) if parent else None


def _change_dialect(refusal: Refusal, request: RefusedRequest, options: Options, category: Category) -> Options | None:
    """The other of OpenAI's two APIs, where an address or a model has one alone."""
    words = refusal.fields.words
    if request.dialect == "responses":
        # A 404 whose message names the model is about the model, not about the dialect.
        absent = refusal.status in (404, 405, 501) and (category is Category.ADDRESS or "model" not in words.lower())
        if absent or "messages" in refusal.fields.params or _WANTS_CHAT.search(words):
            return _use_dialect("chat", request, options)
    if request.dialect == "chat" and _WANTS_RESPONSES.search(words) and not _EFFORT_BESIDE_TOOLS.search(words):
        return _use_dialect("responses", request, options)
    return None


def _use_dialect(dialect: str, request: RefusedRequest, options: Options) -> Options | None:
    if f"dialect={dialect}" in options.dropped:
        return None
    return replace(options, dialect=dialect, dropped=options.dropped | {f"dialect={request.dialect}"})


_BY_WORDS: tuple[Adaptation, ...] = (
    roles.omit_pictures,
    roles.change_system_role,
    forms.omit_tool_choice,
    limits.add_required_limit,
    limits.lower_limit,
    lambda refusal, request, options: effort.change_effort(refusal, "", request, options),
    effort.change_thinking_type,
    effort.omit_reasoning,
    forms.remove_schema_keywords,
    forms.change_form,
    _omit_stream,
    _omit_parent,
)
