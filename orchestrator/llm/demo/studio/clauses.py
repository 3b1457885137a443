"""A message cut into the things that it asks for, one after the other."""

import re

from orchestrator.llm.demo.studio.quoting import QUOTED

_VERBS = (
    "make|set|change|delete|remove|drop|add|move|swap|put|use|keep|shorten|extend|cut|give|turn|rename|call|speed|slow"
    "|insert|let|have|slide|fade|animate"
)
_CLAUSES = re.compile(
    rf"\s*(?:,?\s+(?:and then|and|then|also|but)\s+(?=(?:also\s+|then\s+)?(?:{_VERBS}|scene)\b)"
    rf"|,\s*(?=(?:{_VERBS})\b)|[;\n]+|\.\s+)",
    re.I,
)


def clauses(message: str) -> list[str]:
    """Where a quoted name has an "and" in it, it is not cut."""
    quoted = QUOTED.findall(message)
    hidden = QUOTED.sub(lambda match: f"\x01{quoted.index(match[0])}\x01", message.strip())
    parts = [re.sub(r"\x01(\d+)\x01", lambda m: quoted[int(m[1])], part).strip() for part in _CLAUSES.split(hidden)]
    return [part for part in parts if re.search(r"\w", part)]
