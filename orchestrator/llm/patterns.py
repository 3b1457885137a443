"""Long patterns over several lines."""

import re


def joined(pattern: str) -> str:
    """The pattern with its lines joined: a line break and the blanks after it are no part of it."""
    return re.sub(r"\n\s*", "", pattern)


def compile_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that may run over lines; case does not matter."""
    return re.compile(joined(pattern), re.IGNORECASE)
