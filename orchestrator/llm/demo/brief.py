"""What a person asks a video to be, as far as the message says so."""

import re
from dataclasses import dataclass

from orchestrator.llm.demo import durations, palettes
from orchestrator.llm.demo.numbers import NUMBER, value
from orchestrator.llm.demo.palettes import Palette

# What the video is called -> the words for it.
_KINDS = {
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
KIND = rf"(?:{'|'.join(_KINDS.values())})"
_SHAPES = {
    "portrait": r"portrait(?! of)|vertical|upright|9:16|tiktok|reels?|(?:youtube )?shorts|(?:instagram )?stor(?:y|ies) format",
    "square": r"square|1:1|instagram post",
    "landscape": r"landscape|horizontal|widescreen|16:9|youtube(?! shorts)",
}
_SHAPE_PHRASE = re.compile(
    rf"(?:\b(?:in|as|for)\s+)?(?:an?\s+)?\b(?:{'|'.join(_SHAPES.values())})\b(?:\s+(?:format|mode|video|orientation|shape))?",
    re.I,
)
_SCENE_COUNT = re.compile(
    rf"(?:\b(?:with|in|of|and|using|has|have)\s+)?\b(?:exactly\s+|about\s+)?(?P<count>an?\s+(?:single|couple of|few)|{NUMBER}|an?|some)[\s-]+(?:[a-z]+\s+)?(?:scenes?|shots?|parts?)\b",
    re.I,
)
_LENGTH_LEAD = re.compile(
    r"(?:\b(?:that|which|it|it's|is|lasts?|lasting|runs?|should|be|of|in|for|about|around|exactly|up to|under|at most)\s+)+$",
    re.I,
)
_LENGTH_TAIL = re.compile(r"^[\s-]*(?:long|length|in length)\b", re.I)
_VERB = r"(?:make|create|produce|build|generate|design|plan|draft|do|shoot|need|want|like|love|have|get|show|prepare|put together|come up with|how about|think of|give)"
_FILLER = (
    r"(?:please|pls|can|could|would|will|you|i|i'd|we|we'd|to|like|me|us|let's|lets|now|just|also|a|an|the|my|our|some|one|"
    r"another|new|short|quick|nice|little|small|cool|great|good|simple|short-form|hey|hi|hello|ok|okay|so|"
    rf"{_VERB})"
)
_ABOUT = re.compile(
    r"\b(?:about|promoting|introducing|showing|explaining|celebrating|announcing|advertising|featuring|presenting|on|of|"
    r"to\s+(?:promote|introduce|show|explain|celebrate|announce|advertise|present|sell)|explains?|shows?|for|where)\s+(?P<subject>[^|.;!?\n]+)",
    re.I,
)
_CALLED = re.compile(
    r"\b(?:called|named)\s+(?P<name>[\"“'][^\"”']+[\"”']|[A-Z0-9][\w&'’-]*(?:\s+(?:[A-Z0-9&][\w&'’-]*|of|the|and))*)"
)
_TITLED = re.compile(
    r"\b(?:(?:and\s+)?(?:call|name|title)\s+(?:it|this|the\s+(?:project|video))|titled|with\s+the\s+title|(?:project\s+)?title:)\s+"
    r"(?P<title>[^.;!?\n|]+)",
    re.I,
)
_DANGLING = re.compile(
    r"(?:[\s,]+(?:in|with|and|of|for|at|about|using|an?|the|as|like|to|that|is|it|please|thanks|long))+[\s,]*$", re.I
)
_QUOTED = re.compile(r"[\"“](?P<name>[^\"”]{1,60})[\"”]")
_TAIL = re.compile(
    r",?\s+(?:and|but|so)\s+(?:make|use|it|keep|please|with|add)\b|,\s*(?:please|with|in|make|it|no)\b"
    rf"|\s+(?:that|which)\s+(?:is|are|feels?|looks?|lasts?|has)\b|,\s*{palettes.LIST}",
    re.I,
)
_NO_SUBJECT = re.compile(
    r"(?:\W|\b(?:me|us|it|this|that|you|something|anything|fun|now|them|the|an?|for|of|and|nice|cool)\b)*", re.I
)
MAX_SUBJECT_WORDS = 10


@dataclass(frozen=True, slots=True)
class Brief:
    """`subject` as the person put it ("a coffee shop"), `name` what it is called; "" and None: not said."""

    subject: str = ""
    name: str = ""
    kind: str = ""
    seconds: float | None = None
    scenes: int | None = None
    palette: Palette | None = None
    shape: str = ""
    title: str = ""

    @property
    def says_something(self) -> bool:
        return any((self.subject, self.name, self.kind, self.seconds, self.scenes, self.shape, self.title))

    def completed_by(self, later: "Brief") -> "Brief":
        """Return this brief with whatever `later` says put over it."""
        said = {name: getattr(later, name) or getattr(self, name) for name in self.__dataclass_fields__}
        if later.kind == "Video" and self.kind:
            said["kind"] = self.kind
        return Brief(**said)


def read(text: str) -> Brief:
    """Return the brief in `text`. What was understood is taken out first; the subject is in what is left."""
    title, rest = _take(_TITLED, text, "title")
    name, rest = _take(_CALLED, rest, "name")
    spans = durations.find(rest)
    for span in reversed(spans):
        before, after = _LENGTH_LEAD.sub(" ", rest[: span.start]), _LENGTH_TAIL.sub("", rest[span.end :])
        rest = f"{before} | {after}" if after.strip() and not re.match(r"[\s-]*\w", after) else f"{before} {after}"
    count, rest = _take(_SCENE_COUNT, rest, "count")
    shape = next((shape for shape, words in _SHAPES.items() if re.search(rf"\b(?:{words})\b", rest, re.I)), "")
    kind = next((kind for kind, words in _KINDS.items() if re.search(rf"\b(?:{words})\b", rest, re.I)), "")
    if not name:
        name, rest = _take(_QUOTED, rest, "name")
    subject = _subject(palettes.PHRASE.sub(" | ", _SHAPE_PHRASE.sub(_keeping_kind, rest)))
    return Brief(
        subject=subject,
        name=unquoted(name),
        kind=kind,
        seconds=spans[0].seconds if spans else None,
        scenes=_count(count) if count else None,
        palette=palettes.asked_for(rest, apart_from=subject),
        shape=shape,
        title=unquoted(title),
    )


def unquoted(written: str) -> str:
    """Return a name without its quotes, the "please" after it and the full stop."""
    written = re.sub(r"[\s,]+(?:please|pls|thanks|thank you|instead|now)\W*$", "", written.strip(), flags=re.I)
    return written.strip(" \t\"“”'‘’`*.,!?:;")


def _take(pattern: re.Pattern[str], text: str, group: str) -> tuple[str, str]:
    match = pattern.search(text)
    return (match[group], f"{text[: match.start()]} | {text[match.end() :]}") if match else ("", text)


def _keeping_kind(match: re.Match[str]) -> str:
    """ "a vertical video" leaves "video", so that what stands before and after it can still be told apart."""
    return " video " if re.search(rf"\b{KIND}\b", match[0], re.I) else " | "


def _count(written: str) -> int:
    written = written.lower()
    if "couple" in written:
        return 2
    if "few" in written or written == "some":
        return 3
    return 1 if written.startswith("a") and not re.search(NUMBER, written) else int(value(written))


def _subject(rest: str) -> str:
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
    subject = " ".join(written.split()[:MAX_SUBJECT_WORDS])
    return "" if _NO_SUBJECT.fullmatch(subject) else subject


def _unfilled(written: str) -> str:
    return re.sub(rf"^(?:\s*\b{_FILLER}\b[\s,:]*)+", "", written.strip(), flags=re.I).strip()
