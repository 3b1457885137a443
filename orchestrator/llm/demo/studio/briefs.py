"""Briefs of scenes in words, and which template the words of a brief call for."""

import re

from orchestrator.llm.demo import brief, durations, titles
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.studio import entrances, quoting
from orchestrator.llm.demo.studio.quoting import quote
from orchestrator.llm.demo.studio.slots import short

_BRIEFS = {
    "title": "The opening: the title {name}, and a line below it.",
    "feature_list": "A list of features: what awaits people.",
    "big_words": "A few big words, in the rhythm of the video.",
    "statistic": "One number that counts up, large.",
    "steps": "How it goes, step by step.",
    "quote": "A quote to keep in mind.",
    "split_image": "Up close: one detail, beside a picture.",
    "comparison": "A comparison: before and after.",
    "subtitle": "Introducing {name}, as a lower third.",
    "call_to_action": "The call to action, and {name} below it.",
    "logo_sting": "The name {name}, as a logo.",
}
ANOTHER = "Another look at it, up close."
_VIDEO = " The video is about {about}."
_ABOUT_VIDEO = re.compile(r"\s*\bthe video is about (?P<about>.+?)\.?\s*$", re.I | re.S)
_TEMPLATES = {
    r"call to action|\bcta\b|sign up|subscribe": "call_to_action",
    r"\blogo\b": "logo_sting",
    r"features?|benefits|reasons|highlights": "feature_list",
    r"\bsteps?\b|how it (?:works|goes)|process": "steps",
    r"quote|testimonial": "quote",
    r"before and after|comparison|compare|versus": "comparison",
    r"\btitle\b|opening(?! hours)|intro\b": "title",
    r"lower third|\bintroduc": "subtitle",
    r"statistic|number": "statistic",
    r"big words|rhythm": "big_words",
}
NAMED = re.compile(r"\b(?:called|named|titled)\s+(?P<name>`[^`]+`|\"[^\"]+\"|“[^”]+”|.+)", re.I | re.S)
SAYING = re.compile(r"\b(?:saying|says?|that reads|with the (?:text|words))\s+(?P<text>.+)", re.I | re.S)
PLACE = re.compile(
    r",?\s+(?:(?:at|to|in)\s+the\s+(?:very\s+)?(?:start|beginning|end|front)\b|(?:right\s+)?(?:before|after)\s+(?=the|scene)).*",
    re.I | re.S,
)


def planned(template: str, name: str, about: str, *, is_another: bool = False) -> str:
    """The brief of a scene in the plan of a video about `about`."""
    said = ANOTHER if is_another else _BRIEFS[template].format(name=quote(name))
    return said + _VIDEO.format(about=about)


def video_subject(text: str) -> tuple[str, str]:
    """What the video is about, as `planned` says it, and the brief without that."""
    match = _ABOUT_VIDEO.search(text)
    return (match["about"], text[: match.start()]) if match else ("", text)


def without_lengths(text: str) -> str:
    for span in reversed(durations.find(text)):
        text = re.sub(r"\s+(?:for|of|lasting)\s*$", "", text[: span.start]) + " " + text[span.end :]
    return re.sub(r"\s+", " ", text).strip()


def subject(text: str) -> str:
    """ "A scene about latte art at the end" and "a call to action scene" both say what it is about."""
    rest = PLACE.sub("", NAMED.sub("", text))
    about = re.search(
        r"\b(?:scene|slide|shot)\s+(?:about|of|on|with|showing|for|where|in which|that shows)\s+(.+)", rest, re.I | re.S
    )
    written = about[1] if about else re.sub(r"\b(?:scene|slide|shot)\b.*", "", rest, flags=re.I | re.S)
    written = re.sub(r"^\W*(?:(?:an?|another|one|more|new|extra|short|long|second)\b\s*)+", "", written, flags=re.I)
    return brief.unquoted(written)[:80]


def shown_text(text: str) -> str:
    """The very words that the scene is to show, or "": what it says, or what is in quotes and moves."""
    entrance, rest = entrances.take(PLACE.sub("", text))
    named = NAMED.search(rest)
    rest = rest[: named.start()] if named else rest
    if says := SAYING.search(rest):
        return quoting.literal(says["text"])
    return quoting.first(rest) if entrance or re.search(r"\b(?:where|with)\b", rest) else ""


def shown_subject(written: str) -> str:
    """ "opening hours: nine to five" as a headline."""
    about = written.partition(":")[0].strip()
    return short(titles.fitting(Brief(subject=about, kind="Video")), 60) if about else ""


def template_for(text: str) -> str:
    said = quoting.QUOTED.sub(" ", text)
    return next((name for words, name in _TEMPLATES.items() if re.search(words, said, re.I)), "split_image")
