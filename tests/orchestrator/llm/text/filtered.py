"""What becomes of an answer that comes in given pieces."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from orchestrator.llm.interface import Reasoning, Text, TextRetraction
from orchestrator.llm.text.text_filter import TextFilter

TOOLS = ("set_title", "set_style", "undo_change")


@dataclass(frozen=True)
class Filtered:
    text: str
    thoughts: str
    calls: tuple[tuple[str, str], ...]

    @property
    def decoded(self) -> list[tuple[str, object]]:
        return [(name, json.loads(arguments)) for name, arguments in self.calls]


def filtered(pieces: Iterable[str], tools: Iterable[str] = TOOLS, *, opened: bool = False) -> Filtered:
    answer = TextFilter(tuple(tools), opened=opened)
    output = [each for piece in pieces for each in answer.feed(piece)]
    rest, calls = answer.finish()
    output += rest
    text, thoughts = "", ""
    for each in output:
        if isinstance(each, TextRetraction):
            text, thoughts = "", thoughts + text.strip()
        else:
            assert each.text
            text += each.text if isinstance(each, Text) else ""
            thoughts += each.text if isinstance(each, Reasoning) else ""
    return Filtered(
        text,
        thoughts,
        tuple((call.name, call.arguments) for call in calls),
    )


def in_pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def cut(text: str, places: Iterable[int]) -> list[str]:
    ends = sorted({place % (len(text) + 1) for place in places} | {len(text)})
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
