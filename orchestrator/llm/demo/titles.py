"""Names for a project: the one that a message asks for, or one that fits a brief."""

import re

from orchestrator.llm.demo import brief
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.studio import entrances

MAX_CHARACTERS = 80  # of a title that we choose; one that a person asks for is theirs to choose
POLITE = (
    r"(?:(?:please|ok(?:ay)?|now|and|can|could|would|will|you|we|let's|lets|let us"
    r"|i'd like to|i want to|just|actually|hey|hi)[\s,]+){0,6}"
)
PROJECT = r"(?:(?:the|this|my|our)\s+(?:whole\s+)?(?:project|video|thing|plan|film|clip)|it|this|that|everything)"
_RENAMES = (
    rf"^{POLITE}(?:call|name|title)\s+{PROJECT}\s+(?P<name>.+)",
    rf"^{POLITE}(?:rename|retitle)\s+(?:{PROJECT}\s+)?(?:to|as|into)\s+(?P<name>.+)",
    rf"^{POLITE}(?:change|set|make)\s+(?:the|its|this|my)\s+(?:project\s+|video\s+)?(?:name|title)\s+"
    rf"(?:of\s+{PROJECT}\s+)?(?:to|into|be)?\s*:?\s*(?P<name>.+)",
    rf"^(?:the\s+)?(?:project\s+|video\s+)?(?:name|title)(?:\s+of\s+{PROJECT})?\s*"
    rf"(?:should be|must be|is|:)\s*(?P<name>.+)",
    rf"^{POLITE}{PROJECT}\s+(?:should|must|shall|will)\s+be\s+(?:called|named|titled)\s+(?P<name>.+)",
)
_A_LOOK = re.compile(r"(?:bigger|smaller|larger|bold(?:er)?|shorter|longer)\b\W*(?:please\W*)?$", re.I)
_OF_A_SCENE = re.compile(r"(?:of|in|on)\s+(?:[\w'-]+\s+){0,3}(?:scene|slide|shot)\b", re.I)
_SMALL_WORDS = {"a", "an", "the", "of", "and", "in", "on", "for", "to", "at", "with", "that", "by", "is", "from"}


def asked_name(message: str) -> str:
    """Return the name that a message asks for and nothing else, or ""."""
    first_line = message.strip().split("\n")[0]
    match = next(filter(None, (re.search(pattern, first_line, re.I) for pattern in _RENAMES)), None)
    if not match or _A_LOOK.match(match["name"]) or _OF_A_SCENE.match(match["name"]) or _comes_in(first_line):
        return ""
    return brief.unquoted(match["name"])


def _comes_in(line: str) -> bool:
    """ "Make the title slide in from the left" speaks of a text in the video."""
    return bool(re.match(rf"{POLITE}(?:make|let|have)\b", line, re.I) and entrances.take(line)[0])


def fitting(wanted: Brief) -> str:
    """Return a title for a brief, e.g. "Coffee Shop Intro"; the one that it asks for, if any."""
    if wanted.title:
        return wanted.title
    words = (wanted.name or wanted.subject).split()
    while words and words[0].lower() in ("a", "an", "the", "your", "how", "why"):
        words.pop(0)
    written = [
        word if word.lower() in _SMALL_WORDS and place else word[0].upper() + word[1:]
        for place, word in enumerate(words[:6])
    ]
    while written and written[-1].lower() in _SMALL_WORDS:
        written.pop()
    kind = "" if wanted.kind == "Video" and written else wanted.kind or ("" if written else "Video")
    return " ".join(filter(None, (*written, kind)))[:MAX_CHARACTERS]
