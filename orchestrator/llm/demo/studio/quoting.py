"""Words in quotes: written so that any text survives, and read as people write them too."""

import json
import re

from orchestrator.llm.demo.studio.parts import unquoted

# Written by us (with escapes), in backticks, in typographic or in single quotes.
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)+\"|`[^`]+`|“[^”]+”|(?<!\w)'[^']+'(?!\w)")


def quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def literal(written: str) -> str:
    """What stands in quotes at the start of `written`, whatever follows it; else all of it, without a "please" at the end."""
    match = QUOTED.match(written.strip())
    if not match:
        return unquoted(written)
    try:
        return str(json.loads(match[0]))
    except ValueError:
        return match[0][1:-1]


def first(text: str) -> str:
    """The first text in quotes, or ""."""
    match = QUOTED.search(text)
    return literal(match[0]) if match else ""
