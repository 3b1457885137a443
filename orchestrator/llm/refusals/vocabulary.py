"""Which category a sentence of a server belongs to.

Providers change their sentences from release to release, and gateways write their own; the nouns and verbs stay. So a wording is
a row of patterns that all match one sentence, as `normalize` leaves it: lower case, no quotes, no addresses, underscores and
camel case as spaces.
"""

import re
from collections.abc import Iterable
from functools import cache

from orchestrator.llm.refusals import account_wordings, request_wordings
from orchestrator.llm.refusals.category import Category
from orchestrator.llm.refusals.patterns import Wordings, join_lines

Pattern = tuple[bool, re.Pattern[str]]  # whether it must match


VOCABULARY: dict[Category, Wordings] = {
    Category.CREDIT: account_wordings.CREDIT,
    Category.REGION: account_wordings.REGION,
    Category.ACCOUNT: account_wordings.ACCOUNT,
    Category.KEY: account_wordings.KEY,
    Category.DECLINED: request_wordings.DECLINED,
    Category.TOO_LONG: request_wordings.TOO_LONG,
    Category.NO_TOOLS: request_wordings.NO_TOOLS,
    Category.BUSY: request_wordings.BUSY,
    Category.MODEL: request_wordings.MODEL,
    Category.ADDRESS: request_wordings.ADDRESS,
    Category.FORBIDDEN: account_wordings.FORBIDDEN,
}

_PATHS = re.compile(r"https?://\S+|(?<![\w.-])[\w.-]{1,100}/[\w./:@-]{0,100}/[\w./:@-]*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_QUOTES = re.compile(r"[`\"“”‘*]|(?<!\w)['’]|['’](?!\w)")


def split_sentences(words: str) -> list[str]:
    """The normalized sentences of a text."""
    return [normalize(each) for each in re.split(r"\n|(?<=[.!?;])\s+|(?<=[。！？；])", words) if each.strip()]


def normalize(words: str) -> str:
    words = _CAMEL.sub(" ", _PATHS.sub(" ", words))
    return " ".join(_QUOTES.sub("", words).replace("_", " ").lower().replace("’", "'").split()).rstrip(" .!")


@cache  # when a model refuses first, not as each process starts
def _compile(category: Category) -> tuple[tuple[Pattern, ...], ...]:
    return tuple(
        tuple((not p.startswith("!"), re.compile(join_lines(p.removeprefix("!")))) for p in wording)
        for wording in VOCABULARY[category]
    )


def matches_category(category: Category, lines: Iterable[str]) -> bool:
    """Whether one of these sentences matches a wording of `category`."""
    wordings = _compile(category)
    return any(
        all(bool(p.search(line)) is must_match for must_match, p in wording) for line in lines for wording in wordings
    )
