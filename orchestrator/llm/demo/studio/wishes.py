"""What is wished of one scene, in words and out of words: the director says it, and who builds the scene reads it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from orchestrator.llm.demo.studio import entrances
from orchestrator.llm.demo.studio.entrances import Entrance
from orchestrator.llm.demo.studio.parts import unquoted
from orchestrator.llm.demo.studio.quoting import quote

BOLD = re.compile(r"\b(?:bold(?:er)?|heavier|fatter)\b(?!\s+(?:colou?rs?|palette|look|style))", re.I)
SAYS = re.compile(r"\b(?:says?|reads?)\s*:?\s+(?P<text>.+)", re.I | re.S)
_NOT_BOLD = re.compile(r"\b(?:not|less|no longer|un)\s*bold", re.I)
_MAIN_FIELD = r"headline|heading|title|text|words?|wording|quote"
FIELD = re.compile(
    rf"\b(?P<field>button|subtitle|tagline|detail|{_MAIN_FIELD})\b.*?\b(?:to(?:\s+(?:say|read))?|as|be|say|is)\s*:?\s+"
    r"(?P<text>.+)",
    re.I | re.S,
)
_NAME = re.compile(
    r"^\W*(?:please\s+)?(?:(?:re)?name|call)\s+(?:\||it\b|this\b|(?:the|this)\s+scene\b)?[\s|]*(?:(?:to|as|into)\s+)?(?P<name>[^\s|].*)",
    re.I | re.S,
)
_ABOUT = re.compile(r"\b(?:about|shows?|showing)\s+(?P<text>.+)", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Wish:
    """`field`: which of its texts is to say `text`, in a person's word."""

    name: str = ""
    field: str = ""
    text: str = ""
    about: str = ""
    bold: bool = False
    entrance: Entrance | None = None

    @property
    def changes_words(self) -> bool:
        return bool(self.name or self.text or self.about)

    @property
    def words(self) -> str:
        """An instruction; "" if nothing is wished."""
        said = (
            f"Call it {quote(self.name)}." if self.name else "",
            f"Change the {self.field} to {quote(self.text)}." if self.text else "",
            f"Make it about {quote(self.about)}." if self.about else "",
            "Make it bold." if self.bold else "",
            self.entrance.words if self.entrance else "",
        )
        return " ".join(filter(None, said))

    def and_also(self, other: "Wish") -> "Wish":
        fields = self.__dataclass_fields__
        return Wish(**{name: getattr(other, name) or getattr(self, name) for name in fields})


def read(text: str, said: Callable[[str], str] = unquoted) -> Wish:
    """What one clause wishes. `said` takes the quotes from what is to be shown."""
    if named := _NAME.match(text):
        return Wish(name=said(named["name"])[:60])
    entrance, rest = entrances.take(text)
    bold = bool(BOLD.search(rest) and not _NOT_BOLD.search(rest))
    if entrance:
        return Wish(bold=bold, entrance=entrance)
    if field := FIELD.search(rest):
        return Wish(field=field["field"].lower(), text=said(field["text"]), bold=bold)
    if says := SAYS.search(rest):
        return Wish(field="text", text=said(says["text"]), bold=bold)
    if about := _ABOUT.search(rest):
        return Wish(about=said(about["text"]), bold=bold)
    return Wish(bold=bold)
