"""How a text is asked to come in: "let the title slide in from the left in 1.5 seconds"."""

import re
from dataclasses import dataclass
from typing import Any

from orchestrator.llm.demo import durations
from orchestrator.llm.demo.durations import spoken

USUAL_SECONDS, LONGEST = 0.8, 10.0
_SIDES = {"left": "left", "right": "right", "top": "drop", "above": "drop", "bottom": "rise", "below": "rise"}
_FROM = re.compile(
    r"\b(?:slid|glid|fl(?:y|ies|ew)|swoosh|mov|com(?:e|ing)|enter|sweep|push|swip|shoot|drop|ris|float|animat)\w*\b"
    r"(?P<what>[^.;]{0,40}?)\bfrom\s+(?:the\s+)?(?P<side>left|right|top|above|bottom|below)\b(?:[\s-]+(?:hand\s+)?side\b)?",
    re.I,
)
# "Fades in", "drop the title in"; not "pop in neon colours".
_IN = re.compile(
    r"\b(?P<verb>slid|fad|drop|pop|zoom|grow|spin|swing|float|ris|wip|blur)\w*\s+(?P<what>(?:[^.;]{0,30}?\s)?)in\b"
    r"(?=\s*(?:$|[.,;!?|]|\d|(?:over|within|during|for|in|from|and|slowly|softly|gently|quickly|please|an?|one|two|half)\b))",
    re.I,
)
_VERBS = {"slid": "left", "fad": "fade", "ris": "rise", "wip": "wipe"}
_SAID = {"left": "slide in from the left", "right": "slide in from the right", "drop": "drop in from the top"}
_SAID |= {"rise": "rise in from the bottom"}
_TIME = re.compile(r"^\W*(?:(?:in|over|within|during|for|taking|lasting|and takes)\s+)?$", re.I)
_FIELD = re.compile(
    r"\b(?P<field>subtitle|tagline|detail|kicker|button|number|headline|heading|title|quote|text|words?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Entrance:
    """`seconds`: None if nobody said; `field`: which text, in a person's word, or ""."""

    preset: str
    seconds: float | None = None
    field: str = ""

    @property
    def words(self) -> str:
        how = _SAID.get(self.preset, f"{self.preset} in")
        return f"Let the {self.field or 'title'} {how}{f' over {spoken(self.seconds)}' if self.seconds else ''}."

    def as_json(self, layer_id: str | None) -> dict[str, Any]:
        return {"text": layer_id, "preset": self.preset, "seconds": self.seconds or USUAL_SECONDS}


def take(text: str) -> tuple[Entrance | None, str]:
    """The entrance that `text` asks for, and what is left of the text without it."""
    match = _FROM.search(text) or _IN.search(text)
    if not match:
        return None, text
    found = match.groupdict()
    verb = (found.get("verb") or "").lower()
    preset = _SIDES[found["side"].lower()] if found.get("side") else _VERBS.get(verb, verb)
    start, end, seconds = match.start(), match.end(), None
    for span in durations.find(text):
        if start <= span.start < end or (span.start >= end and _TIME.match(text[end : span.start])):
            seconds, end = min(LONGEST, max(0.1, span.seconds)), max(end, span.end)
    fields = _FIELD.findall(text[: match.end()])
    what = re.sub(r"\s*\bin\s*$", "", found["what"].strip(), flags=re.I) if not durations.find(found["what"]) else ""
    rest = " ".join(filter(None, (text[:start].strip(), what, text[end:].strip())))
    return Entrance(preset, seconds, fields[-1].lower() if fields else ""), rest
