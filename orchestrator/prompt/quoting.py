"""What others wrote, as data in a text for a model: in quotes, on one line, bounded; and notes beside a person's words."""

import json
import re

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")  # those that JSON leaves as they are


def quote(text: str, longest: int) -> str:
    """A JSON string of at most `longest` characters of the text; what is cut off is an ellipsis."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return _LINE_ENDS.sub(" ", json.dumps(cut, ensure_ascii=False))


def note(text: str) -> str:
    """A line that is not the person's, as the briefing says. What others wrote must be quoted in it."""
    return f"[note: {text}]"
