"""What a video is about, in the words of a message from which all else was taken out; `|` stands where it was."""

import re

from orchestrator.llm.demo import palettes

# What the video is called -> the words for it.
KINDS = {
    "Intro": r"intro(?:duction)?s?|opener|opening",
    "Outro": r"outro|end card",
    "Ad": r"ads?|adverts?|advertisements?|commercials?|promos?|promotions?|spots?|campaign",
    "Trailer": r"trailers?|teasers?",
    "Explainer": r"explainers?|tutorials?|how-to|guides?|lessons?|explanation",
    "Story": r"stor(?:y|ies)|films?|movies?|documentar(?:y|ies)|portrait of",
    "Invitation": r"invitations?|invites?",
    "Slideshow": r"slideshows?|montages?|recap|highlights?",
    "Announcement": r"announcements?|launch video",
    "Video": r"videos?|clips?|reels?|shorts?|animations?|presentations?|tiktoks?|vlogs?",
}
KIND = rf"(?:{'|'.join(KINDS.values())})"
_VERB = (
    r"(?:make|create|produce|build|generate|design|plan|draft|do|shoot|need|want|like|love|have|get|show|prepare"
    r"|put together|come up with|how about|think of|give)"
)
_FILLER = (
    r"(?:please|pls|can|could|would|will|you|i|i'd|we|we'd|to|like|me|us|let's|lets|now|just|also|a|an|the|my|our"
    r"|some|one|another|new|short|quick|nice|little|small|cool|great|good|simple|short-form|hey|hi|hello|ok|okay|so|"
    rf"{_VERB})"
)
_ABOUT = re.compile(
    r"\b(?:about|promoting|introducing|showing|explaining|celebrating|announcing|advertising|featuring|presenting|on|of|"
    r"to\s+(?:promote|introduce|show|explain|celebrate|announce|advertise|present|sell)|explains?|shows?|for"
    r"|where)\s+(?P<subject>[^|.;!?\n]+)",
    re.I,
)
_DANGLING = re.compile(
    r"(?:[\s,]+(?:in|with|and|of|for|at|about|using|an?|the|as|like|to|that|is|it|please|thanks|long)){1,6}[\s,]*$",
    re.I,
)
_TAIL = re.compile(
    r",?\s+(?:and|but|so)\s+(?:make|use|it|keep|please|with|add)\b|,\s*(?:please|with|in|make|it|no)\b"
    rf"|\s+(?:that|which)\s+(?:is|are|feels?|looks?|lasts?|has)\b|,\s*{palettes.LIST}",
    re.I,
)
_NO_SUBJECT = re.compile(
    r"(?:\W|\b(?:me|us|it|this|that|you|something|anything|fun|now|them|the|an?|for|of|and|nice|cool)\b)*", re.I
)
_PRONOUN = re.compile(r"(?:it|this|that|them|these|me|you)\b", re.I)
MAX_SUBJECT_WORDS = 10


def find(rest: str) -> str:
    """Return the subject as the person put it ("a coffee shop"), or ""."""
    kind = re.search(rf"\b{KIND}\b", rest, re.I)
    about = _ABOUT.search(rest, kind.end() if kind else 0) or _ABOUT.search(rest)
    if about:
        written = about["subject"]
    elif kind:  # "a coffee shop intro"
        written = _unfilled(rest[: kind.start()].rpartition("|")[2])
        written = f"the {written}" if written else ""
    else:
        written = rest.partition("|")[0].strip()
        article = re.match(r"(?:an?|the|my|our)\s", written, re.I)
        written = (article[0] if article else "") + _unfilled(written)
    written = _DANGLING.sub("", " " + _TAIL.split(written, maxsplit=1)[0].rstrip()).strip(" ,:-\"'“”")
    written = re.sub(r"\b(my|our)\b", "your", written, flags=re.I)
    subject = " ".join(re.sub(r"[<>`*\[\]#|_]+", " ", written).split()[:MAX_SUBJECT_WORDS])  # it goes into Markdown
    return "" if _NO_SUBJECT.fullmatch(subject) or _PRONOUN.match(subject) else subject


def _unfilled(written: str) -> str:
    return re.sub(rf"^(?:\s*\b{_FILLER}\b[\s,:]*)+", "", written.strip(), flags=re.I).strip()
