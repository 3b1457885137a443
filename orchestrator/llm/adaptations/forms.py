"""Adapts how a form is requested, and the keywords of schemas, after a refusal."""

import re
from dataclasses import replace

from orchestrator.llm.adaptations.refused_request import RefusedRequest, normalize_name
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal
from orchestrator.llm.refusals.patterns import REFUSING_WORDS, compile_words, join_lines

# Keywords that only narrow what is valid: what comes back is checked by us anyway.
NARROWING = frozenset(
    {"pattern", "format", "default", "title", "examples", "example", "minLength", "maxLength", "minimum", "maximum"}
    | {"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties"}
    | {
        "maxProperties",
        "propertyNames",
        "patternProperties",
        "contains",
        "$schema",
        "$id",
        "$comment",
        "nullable",
        "readOnly",
    }
    | {"writeOnly", "deprecated", "const"}
)
STRUCTURAL = frozenset(
    {"additionalProperties", "$ref", "$defs", "definitions", "anyOf", "oneOf", "allOf", "not", "prefixItems"}
)

# A schema has to have it, or have it otherwise: to take it out makes things worse.
_DEMANDS = compile_words(
    r"""(?:is|are) required|must (?:be (?:set|supplied|false|provided|present)|have|include|not share)|first key
        |missing"""
)
_CHOICE = compile_words(
    r"""tool[_\s-]?choice|tool[_\s-]?config|function[_\s-]?calling[_\s-]?(?:config|mode)|allowed_?function_?names
        |mode:? ['\"`]?any\b|forc\w+ (?:a |the |of )?(?:specific )?(?:tool|function)|(?:tool|function)[_\s-]?(?:use
        |calls?|calling) (?:is |be )?(?:forced|required)|['\"`]required['\"`]|only (?:named|auto)|required (?:tool|function)"""
)
_FORM = compile_words(
    r"""response[_\s-]?(?:format|schema|json|mime)|json[_\s-]?(?:schema|mode|object)|structured[_\s-]?(?:outputs?
        |generation|decoding)|output[_\s-]?(?:format|config|schema)|text\.format|guided|grammar|constrained|\bschema\b"""
)
_TOOLS = re.compile(r"(?i)\btools?\b|\bfunctions?\b|function[_\s-]?call|tool[_\s-]?(?:use|call)")
_REFUSING = compile_words(REFUSING_WORDS)
_SCHEMA_FAULT = compile_words(r"schema|grammar|regex|regular expression|invalid (?:parameters|function|tool)\b")


def omit_tool_choice(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """A forced choice of a tool is not sent."""
    words = refusal.fields.words
    if not request.forces_a_tool or not options.tool_choice or re.search(r"(?i)auto['\"]? tool choice requires", words):
        return None
    named = any(
        normalize_name(part) in ("toolchoice", "toolconfig", "functioncallingconfig")
        for p in refusal.fields.params
        for part in p.split(".")
    )
    return replace(options, tool_choice=False) if named or _CHOICE.search(words) else None


def change_form(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """From schema to tool, from tool to prompt."""
    words = refusal.fields.words + "\n" + "\n".join(refusal.fields.params)
    if not _REFUSING.search(words):
        return None
    if request.answers_in_schema and options.form == "schema" and _FORM.search(words):
        return replace(options, form="tool")
    if options.form == "tool" and request.tools == 1 and (_TOOLS.search(words) or _FORM.search(words)):
        return replace(options, form="prompt")
    return None


def remove_schema_keywords(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """Keywords that are named are taken out; if a schema is blamed and none is named, all that only narrow."""
    words = refusal.fields.words
    present = (request.schema_keywords & (NARROWING | STRUCTURAL)) - options.schema_keywords
    paths = _schema_paths(refusal)
    named = frozenset(word for word in present if _names_keyword(word, words, paths))
    is_blamed = bool(_SCHEMA_FAULT.search(words))
    demands = _DEMANDS.search(words) and (named & STRUCTURAL or (is_blamed and not named))
    if demands and (looser := _less_strict(request, options)):
        return looser
    if not named and is_blamed and not request.answers_in_schema:
        named = present & NARROWING
    if named:
        return replace(options, schema_keywords=options.schema_keywords | named)
    return _less_strict(request, options) if re.search(r"(?i)\bstrict\b|invalid (?:json )?schema", words) else None


def _less_strict(request: RefusedRequest, options: Options) -> Options | None:
    if request.answers_in_schema:
        return replace(options, form="tool") if options.form == "schema" else None
    strict = [path for path in request.paths if path.endswith(".strict")]
    if strict and "strict" not in options.dropped:
        return replace(options, dropped=options.dropped | {"strict"})
    return None


def _names_keyword(keyword: str, words: str, paths: list[str]) -> bool:
    words = _CONTEXTS.sub(" ", words)
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", keyword).lower()
    either = "(?:" + "|".join(re.escape(name) for name in dict.fromkeys((keyword, snake))) + ")"
    if re.search(rf"['\"`]{either}['\"`]", words):
        return True
    if any(re.search(rf"(?i)[.\]]{either}$", path) for path in paths):
        return True
    if keyword.startswith("$") or keyword != snake:
        return bool(re.search(rf"(?<![\w'.\]]){either}(?![\w\[.])", words))
    return bool(re.search(_BESIDE.replace("KEYWORD", keyword), words))


def _schema_paths(refusal: Refusal) -> list[str]:
    """The dotted paths in a refusal that lead into a schema."""
    paths = [*refusal.fields.params, *_DOTTED.findall(refusal.fields.words)]
    return [path for path in paths if re.search(r"(?i)propert|parameters|schema|items|any_?of|defs|arguments", path)]


_DOTTED = re.compile(r"(?<![\w$])[\w$]{1,60}(?:[.\[\]'\"]{1,4}[\w$]{1,60})+")
# Where in the schema something is, as OpenAI writes it: `In context=('properties', 'title')`.
_CONTEXTS = re.compile(r"\((?:\s*['\"][^'\"]*['\"]\s*,?)+\)|\[(?:\s*['\"][^'\"]*['\"]\s*,?)+\]")
_BESIDE = join_lines(
    r"""(?i)\b(?:keywords?|propert(?:y|ies)|fields?|keys?|attributes?|annotations?|constraints?):?\s+KEYWORD\b
        |(?<![._\w])(?<!response )(?<!output )(?<!text )KEYWORD
        \s+(?:keyword|property|field|key|attribute|constraint|is|are|must|not|cannot|values?)s?\b
        |(?:unsupported|unknown|invalid|supports?) KEYWORD\b"""
)
