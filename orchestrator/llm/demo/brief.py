"""What a person asks a video to be, as far as the message says so."""

import re
from dataclasses import dataclass

from orchestrator.llm.demo import durations, palettes, subjects
from orchestrator.llm.demo.numbers import NUMBER, value
from orchestrator.llm.demo.palettes import Palette
from orchestrator.llm.demo.subjects import KIND, KINDS

_SHAPES = {
    "portrait": r"portrait(?! of)|vertical|upright|9:16|tiktok|reels?|(?:youtube )?shorts|stor(?:y|ies) format",
    "square": r"square|1:1|instagram post",
    "landscape": r"landscape|horizontal|widescreen|16:9|youtube(?! shorts)",
}
_SHAPE_PHRASE = re.compile(
    rf"(?:\b(?:in|as|for)\s+)?(?:an?\s+)?\b(?:{'|'.join(_SHAPES.values())})\b"
    r"(?:\s+(?:format|mode|video|orientation|shape))?",
    re.I,
)
_SCENE_COUNT = re.compile(
    r"(?:\b(?:with|in|of|and|using|has|have)\s+)?\b(?:exactly\s+|about\s+)?"
    rf"(?P<count>an?\s+(?:single|couple of|few)|{NUMBER}|an?|some)[\s-]+(?:[a-z]+\s+)?(?:scenes?|shots?|parts?)\b",
    re.I,
)
_BEFORE_LENGTH = re.compile(
    r"(?:\b(?:that|which|it|it's|is|lasts?|lasting|runs?|should|be|of|in|for|about|around|exactly|up to|under|at most)"
    r"\s+){1,5}$",
    re.I,
)
_AFTER_LENGTH = re.compile(r"^[\s-]*(?:long|length|in length)\b", re.I)
_CALLED = re.compile(
    r"\b(?:called|named)\s+"
    r"(?P<name>[\"“'][^\"”']{1,60}[\"”']|[A-Z0-9][\w&'’-]*(?:\s+(?:[A-Z0-9&][\w&'’-]*|of|the|and)){0,6})"
)
_TITLED = re.compile(
    r"\b(?:(?:and\s+)?(?:call|name|title)\s+(?:it|this|the\s+(?:project|video))|titled|with\s+the\s+title"
    r"|(?:project\s+)?title:)\s+(?P<title>[^.;!?\n|]+)",
    re.I,
)
_QUOTED = re.compile(
    r"(?:[\"“]|(?<!\w)(?P<single>'))(?P<name>(?:(?(single)[^']|[^\"”])){1,60})(?(single)'(?!\w)|[\"”])"
)


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
        before, after = _BEFORE_LENGTH.sub(" ", rest[: span.start]), _AFTER_LENGTH.sub("", rest[span.end :])
        rest = f"{before} | {after}" if after.strip() and not re.match(r"[\s-]*\w", after) else f"{before} {after}"
    count, rest = _take(_SCENE_COUNT, rest, "count")
    shape = next((shape for shape, words in _SHAPES.items() if re.search(rf"\b(?:{words})\b", rest, re.I)), "")
    kind = next((kind for kind, words in KINDS.items() if re.search(rf"\b(?:{words})\b", rest, re.I)), "")
    if not name:
        name, rest = _take(_QUOTED, rest, "name")
    subject = subjects.find(palettes.PHRASE.sub(" | ", _SHAPE_PHRASE.sub(_keeping_kind, rest)))
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
