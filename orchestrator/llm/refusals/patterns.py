"""Patterns that several modules share, and how patterns over several lines are compiled."""

import re

# One wording is a row of patterns that all match one sentence; `!` before one that must not match.
Wordings = tuple[tuple[str, ...], ...]


def join_lines(pattern: str) -> str:
    """The pattern with its lines joined: a line break and the blanks after it are no part of it."""
    return re.sub(r"\n\s*", "", pattern)


def compile_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that may run over lines; case does not matter."""
    return re.compile(join_lines(pattern), re.IGNORECASE)


# Words of any refusal. Where it also names a thing, it hardly matters which of them it has.
REFUSING_WORDS = join_lines(
    r"""\bnot\b|n't\b|cannot|\bno\b|\bnone\b|never|without|unsupported|unavailable|unknown|unrecogni|unexpected|unable|unimplemented
        |undefined|invalid|illegal|wrong|\bbad\b|forbid|disallow|reject|refus|must|\bonly\b|should|requir|missing|\black|remov
        |deprecat|\bextra|additional|disabled|conflict|incompatible|mutually|instead|in place of|error|fail|exceed|limit|\btoo\b
        |input should be|at most|ignored|expected|permitted: """
)

# Limits of requests in a time: what is exceeded resets by itself.
RATE_LIMIT = join_lines(
    r"""rate[ -]?limit|(?:parallel|simultaneous) (?:requests|calls|connections)|per (?:minute|second|min|sec|hour)\b
        |\bqps\b|request limit|\b[rt]pm\b|\brps\b|concurren|throttl"""
)
