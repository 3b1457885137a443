"""Adapts the limit of output tokens after a refusal, from the numbers in its message."""

import re
from dataclasses import replace

from orchestrator.llm.adaptations.refused_request import RefusedRequest, normalize_name
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal
from orchestrator.llm.refusals.patterns import compile_words, join_lines

SMALLEST = 256  # less is no answer
_SLACK = 64  # servers count the same prompt a little differently from one call to the next
_NAMES = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}

_LIMIT_NAME = join_lines(
    r"""max(?:imum)?[_\s-]?(?:completion|output|new|generated)?[_\s-]?tokens?|num_predict|n_predict
        |output[_\s-]tokens?|completion[_\s-]tokens?"""
)
_OUTPUT = re.compile(rf"(?i){_LIMIT_NAME}|\b(?:completion|output|answer|reply|response|write|generat\w+)\b|max_new")
_CONTEXT = compile_words(
    r"context|window|n_ctx|\bctx\b|max[_\s]?(?:seq|model|total)\w*[_\s]?len|sequence length|total tokens|tokens per|\btpm\b"
)
_TOO_LARGE = compile_words(
    r"""too (?:large|big|high|many|long)|exceed|greater|larger|higher|more than|at most|maximum|<|>|less than|lower than
        |up to|range|between|above|beyond|limit(?:ed)? (?:of|to|is)|smaller|reduce|below|over\b|max(?:imum)? (?:value|allowed)
        |out of|must be in\b"""
)
# A lower bound: less would be refused even more.
_TOO_SMALL = compile_words(
    r"(?:must be|should be|needs to be) (?:greater|larger|more|higher)|at least|minimum|>=|too (?:small|low)"
)
_UPPER = compile_words(r"at most|maximum|<=|context|less than|up to|exceed|too (?:large|many|high)")
_UNKNOWN_NAME = compile_words(
    r"""unsupported|not supported|unknown|unrecogni|extra|not permitted|instead|in place of|deprecat|not allowed|unexpected
        |no longer|not recogni|additional propert|not a valid|cannot find field|invalid (?:parameter|argument|field)|not accept
        |removed|no attribute|renamed|not known"""
)
_PROMPT_ONLY = compile_words(
    r"""in (?:the|your) (?:messages|prompt|input)|prompt (?:is|was) too|input (?:is|was|length)|prompt length
        |messages resulted|(?:messages|prompt|input) alone"""
)
_PROMPT = re.compile(r"(?i)\b(?:prompt|inputs?|messages|conversation)\b")
_PROMPT_BEFORE = re.compile(r"(?i)(?:prompt|inputs?|messages|input tokens|input length)\b[^\d.]{0,40}$")
_PROMPT_AFTER = compile_words(
    r"^\W*(?:tokens?\W+)?(?:(?:of|in|from|for)\W+)?(?:(?:the|your|text)\W+)*(?:messages|prompts?|inputs?)\b"
)
_BOUND_BEFORE = compile_words(
    r"(?:exceed|limit|maximum|\bmax\b|window|context|up to|at most|<=|<|>|than|range|between|length)\W[^\d.]{0,25}$"
)
_EXCLUSIVE = r"(?:lower|less|smaller|fewer) than(?! or equal)|below|under\b|<(?!=)"
_NUMBER = re.compile(r"(?<![\w\-/])(?<!\w\.)(\d{1,3}(?:[,_]\d{3})+|\d+)(?![\w%]|\.\d|-\w)")
_STATUS = re.compile(r"(?i)error code: \d+|http \d+|\bcode \d+")
_NO_TOKENS = frozenset({"code", "status", "statuscode", "errorcode", "created", "line"})


def lower_limit(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """A smaller limit, or None: the refusal is about something else, or the prompt alone is too long."""
    if request.limit is None:
        return None
    asked = request.limit[1]
    remaining, passing = _remaining(_words(refusal), _numbers(refusal), asked)
    if (
        "output_limit" in options.passing
    ):  # the computed limit was refused too: the server counts tokens that it does not name
        remaining = min(remaining or asked, asked // 2)
    if remaining is None or remaining < SMALLEST or remaining >= asked:
        return None
    mark = options.passing | {"output_limit"} if passing else options.passing - {"output_limit"}
    return replace(options, output_limit=remaining, passing=mark)


def adapt_named_limit(refusal: Refusal, path: str, request: RefusedRequest, options: Options) -> Options | None:
    """For a refusal that names our limit: its value, if there is a word about numbers, or else its name."""
    words = refusal.fields.words
    is_bounded = any(number < request.value(path) for number in _numbers(refusal))
    if is_bounded or (_TOO_LARGE.search(words) and not _UNKNOWN_NAME.search(words)):
        return lower_limit(refusal, request, options)
    if _TOO_SMALL.search(words):
        return None
    if request.dialect == "chat":
        return _rename_limit(path, options)
    if request.dialect == "anthropic" or not _UNKNOWN_NAME.search(words):
        return lower_limit(refusal, request, options)
    return replace(options, dropped=options.dropped | {path})


def _rename_limit(path: str, options: Options) -> Options | None:
    """The other name of the limit, or none if both were refused."""
    name = options.limit_field
    if normalize_name(path) != normalize_name(name):
        return None
    dropped = options.dropped | {name}
    other = _NAMES.get(name, "")
    return replace(options, limit_field="" if other in dropped else other, dropped=dropped)


def add_required_limit(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """The name of a limit that must be there."""
    words = refusal.fields.words
    if request.dialect != "chat" or not re.search(r"(?i)required|missing|must be (?:provided|specified|set)", words):
        return None
    named = [name for name in _NAMES if name in refusal.fields.params or re.search(rf"\b{name}\b", words)]
    absent = [name for name in named if name not in request.body and name not in options.dropped]
    return replace(options, limit_field=absent[0]) if absent else None


def _remaining(words: str, numbers: list[int], asked: int) -> tuple[int | None, bool]:
    """What may be asked for instead, and whether that holds for this prompt alone. None: nothing that would help."""
    others = [number for number in dict.fromkeys(numbers) if number != asked]
    whole = numbers.count(asked) > 1  # the window is as large as what we asked for
    for total in others:
        prompt = total - asked
        if prompt in others:
            window = min((n for n in others if n not in (total, prompt)), default=asked if whole else None)
            return (None, True) if window is None else (window - prompt - _SLACK, True)
    if _TOO_SMALL.search(words) and not _UPPER.search(words):
        return None, True
    about_tokens = _OUTPUT.search(words) or _CONTEXT.search(words) or (re.search(r"(?i)\btokens?\b", words) and others)
    if not about_tokens or not (others or _TOO_LARGE.search(words)):
        return None, True
    if asked in numbers:
        return _remaining_beside(words, asked, others, whole=whole)
    return _remaining_unstated(words, asked, others)


def _remaining_beside(words: str, asked: int, others: list[int], *, whole: bool) -> tuple[int | None, bool]:
    """The refusal repeats what we asked for: the rest is the prompt and what bounds both, or the bound of the output."""
    if len(others) == 2 and min(others) + asked > max(others):
        small, large = sorted(others)
        is_too_long = _is_prompt(large, words) and not _is_bound(large, words) and not _is_prompt(small, words)
        return (None, True) if is_too_long else (large - small - _SLACK, True)
    prompts = [number for number in others if _is_prompt(number, words)]
    windows = [number for number in others if number not in prompts] or ([asked] if whole else [])
    if prompts and windows:
        return min(windows) - max(prompts) - _SLACK, True
    smaller = [number for number in others if number < asked]
    if smaller and not prompts:
        is_window = _CONTEXT.search(words) and not re.search(_LIMIT_NAME, words, re.IGNORECASE)
        return (max(smaller) // 2, True) if is_window else (_largest_allowed(smaller, words), False)
    return _half(asked), True


def _remaining_unstated(words: str, asked: int, others: list[int]) -> tuple[int | None, bool]:
    names_output = bool(_OUTPUT.search(words))
    if len(others) >= 2 and (_CONTEXT.search(words) or not names_output):
        total, window = max(others), min(others)
        prompt = total - asked
        if (_PROMPT_ONLY.search(words) or _is_prompt(total, words)) and not names_output:
            return None, True
        return (window - prompt - _SLACK, True) if 0 < prompt < window else (None, True)
    if names_output:
        allowed = _largest_allowed([number for number in others if number < asked], words)
        return (_half(asked), True) if allowed is None else (allowed, False)
    return (None, True) if others or _PROMPT.search(words) else (_half(asked), True)


def _largest_allowed(numbers: list[int], words: str) -> int | None:
    """The largest that is allowed: `less than 4096` and `8193 (exclusive)` are one less."""
    if not numbers:
        return None
    number = max(numbers)
    written = rf"(?:{number}|{number:,})"
    if re.search(rf"(?i)(?:{_EXCLUSIVE})\s*\W*{written}|{written}\W*exclusive", words):
        return number - 1
    return number


def _half(asked: int) -> int | None:
    return max(SMALLEST, asked // 2) if asked > SMALLEST else None


def _is_prompt(number: int, words: str) -> bool:
    places = re.finditer(rf"(?<![\w.])(?:{number}|{number:,})(?!\w)", words)
    return any(_PROMPT_BEFORE.search(words[: m.start()]) or _PROMPT_AFTER.search(words[m.end() :]) for m in places)


def _is_bound(number: int, words: str) -> bool:
    places = re.finditer(rf"(?<![\w.])(?:{number}|{number:,})(?!\w)", words)
    return any(_BOUND_BEFORE.search(words[: m.start()]) for m in places)


def _words(refusal: Refusal) -> str:
    identifiers = (re.sub(r"[_-]", " ", each) for each in refusal.fields.identifiers)
    return "\n".join([refusal.fields.words, *refusal.fields.params, *identifiers])


def _numbers(refusal: Refusal) -> list[int]:
    """Numbers of tokens in the words, then those that have a name in the body. What is smaller counts something else."""
    text = _STATUS.sub(" ", refusal.fields.words)
    words = [int(re.sub(r"[,_]", "", found)) for found in _NUMBER.findall(text)]
    named = [number for name, number in refusal.fields.numbers if normalize_name(name) not in _NO_TOKENS]
    return [number for number in [*words, *(n for n in named if n not in words)] if 32 <= number < 100_000_000]
