"""Which pictures there are, as the history and the briefing tell of them, and what a person wrote beside them."""

import json
import re
from dataclasses import dataclass

_ONE = r'(?P<name>"(?:[^"\\]|\\.)*"), asset (?P<id>[0-9a-f-]{36}), \d+x\d+'
_PICTURE = re.compile(_ONE)
_NOTE = re.compile(rf"\n\[attached image {_ONE}\](?=\n|$)")
_NOT_WRITTEN = re.compile(r"^\[note: .*\]$\n*", re.M)
_UPLOADED = re.compile(r"^Uploaded pictures, newest first: (.+)\.$", re.M)
# What cameras and desktops call a picture says nothing of it.
_NAMELESS = re.compile(
    r"(?:img|dsc[nf]?|pxl|mvimg|image|picture|photo|pic|screenshot|screen shot|untitled|whatsapp image|download|unnamed|file)"
    r"[\s\d.:()at-]*|[\s\d.-]*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    id: str

    @property
    def is_logo(self) -> bool:
        return "logo" in self.name.casefold()

    @property
    def shows(self) -> str:
        """What its name says of it: "beach-sunset.jpg" -> "beach sunset"; "" if that is nothing."""
        stem = re.sub(r"[_\W]+", " ", re.sub(r"\.\w{2,5}$", "", self.name)).strip()
        return "" if self.is_logo or _NAMELESS.fullmatch(stem) else stem[:60]


def attached(content: str) -> tuple[Picture, ...]:
    """The pictures of a person's message."""
    return tuple(_picture(match) for match in _NOTE.finditer(content))


def written(content: str) -> str:
    """The message without the lines that are not the person's: those that tell of its pictures, and notes."""
    return _NOT_WRITTEN.sub("", _NOTE.sub("", content))


def uploaded(system: str) -> tuple[Picture, ...]:
    """The project's newest pictures, newest first."""
    told = _UPLOADED.search(system)
    return tuple(_picture(match) for match in _PICTURE.finditer(told[1])) if told else ()


def _picture(match: re.Match[str]) -> Picture:
    return Picture(str(json.loads(match["name"])), match["id"])
