"""Text of users and files in a prompt: quoted, on one line, bounded, so that a model reads it as data; and our notes."""

import json
import re

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")  # those that JSON leaves as they are


def quote(text: str, longest: int) -> str:
    """A JSON string of at most `longest` characters of the text; a longer text ends with an ellipsis."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return _LINE_ENDS.sub(" ", json.dumps(cut, ensure_ascii=False))


def note(text: str) -> str:
    """A line of ours in a user message; the system prompt explains it. Text of others in it must be quoted."""
    return f"[note: {text}]"
