"""What the readers of a clause share."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio.videos import Video


class Unclear(Exception):
    """Several scenes may be meant. `options`: the same clause, clear."""

    def __init__(self, options: list[str]) -> None:
        super().__init__("Which scene do you mean?")
        self.options = options


@dataclass(frozen=True, slots=True)
class Clause:
    """`focus`: the place of the scene that "it" is, if that is known; `several`: there are other clauses beside it."""

    text: str
    video: Video
    focus: int | None
    several: bool
    talk: Conversation

    def target(self, place: int, *, among_others: bool = False) -> str:
        """How a tool is told a scene: by its name where its number may change on the way."""
        names = [scene.name.casefold() for scene in self.video.scenes]
        name = self.video.scenes[place].name
        alone = names.count(name.casefold()) == 1 and not any(character.isdigit() for character in name)
        return name if (self.several or among_others) and alone else f"scene {place + 1}"

    def focused(self, span: tuple[int, int]) -> int:
        """Raises Unclear."""
        if self.focus is not None:
            return self.focus
        start, end = span
        count = min(6, len(self.video.scenes))
        raise Unclear([f"{self.text[:start]}scene {n}{self.text[end:]}" for n in range(1, count + 1)])


def unquoted(written: str) -> str:
    """A text as it was meant: without its quotes and the "please" after it."""
    written = re.sub(r"[\s,]+(?:please|pls|thanks|thank you)\W*$", "", written.strip(), flags=re.I)
    return written.strip(' \t\n"“”‘’`.') if written[:1] != "'" else written.strip(" \t\n'")


Edit = Callable[[Clause], list[ToolCall]]
