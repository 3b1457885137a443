"""Long patterns over several lines."""

import re


def join_lines(pattern: str) -> str:
    """The pattern with its lines joined: a line break and the blanks after it are no part of it."""
    return re.sub(r"\n\s*", "", pattern)


def compile_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that may run over lines; case does not matter."""
    return re.compile(join_lines(pattern), re.IGNORECASE)


# What any no says. In a refusal that names a thing, it hardly matters which.
REFUSING_WORDS = join_lines(
    r"""\bnot\b|n't\b|cannot|\bno\b|\bnone\b|never|without|unsupported|unavailable|unknown|unrecogni|unexpected|unable|unimplemented
        |undefined|invalid|illegal|wrong|\bbad\b|forbid|disallow|reject|refus|must|\bonly\b|should|requir|missing|\black|remov
        |deprecat|\bextra|additional|disabled|conflict|incompatible|mutually|instead|in place of|error|fail|exceed|limit|\btoo\b
        |input should be|at most|ignored|expected|permitted: """
)
