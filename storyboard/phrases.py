"""Phrases: English with its values apart, so that a page can say the same in another language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text`: English, and the key of its translations; each `{name}` in it stands for a value. `one`: for a `count` of 1.

    A value is a number, words that nobody translates, a phrase, or several phrases, which have commas between them.
    """

    text: str
    values: tuple[tuple[str, str | float | Phrase | tuple[Phrase, ...]], ...] = ()
    one: str = ""

    def __str__(self) -> str:
        values = dict(self.values)
        text = self.one if self.one and values["count"] == 1 else self.text
        return text.format_map({name: _words(value) for name, value in values.items()})

    def to_json(self) -> dict[str, Any]:
        """`{text, values?, one?}`."""
        values = {name: _json(value) for name, value in self.values}
        return {"text": self.text, **({"values": values} if values else {}), **({"one": self.one} if self.one else {})}


def phrase(text: str, *, one: str = "", **values: str | float | Phrase | tuple[Phrase, ...]) -> Phrase:
    return Phrase(text, tuple(values.items()), one)


def _words(value: str | float | Phrase | tuple[Phrase, ...]) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, (str, Phrase)) else f"{value:g}"


def _json(value: str | float | Phrase | tuple[Phrase, ...]) -> Any:
    if isinstance(value, tuple):
        return [each.to_json() for each in value]
    return value.to_json() if isinstance(value, Phrase) else value
