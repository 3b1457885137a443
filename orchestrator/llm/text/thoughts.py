"""One thought in the text of an answer, from behind its opening marker to its closing one."""

import re
from typing import Any

from orchestrator.llm.interface import Reasoning
from orchestrator.llm.text import markers

_TRIGGER = re.compile(r"[<\[◁]")
_WORDS_TRIGGER = re.compile(r"[aH]")
_QUOTES = "\"'`"
_PROSE = " ,.;:)?!"


class Thought:
    """`text`: what was thought so far. `answer`: what stands behind a closing marker that was taken for a nested one's."""

    def __init__(self, closes: Any = markers.CLOSES) -> None:
        self._closes = closes
        self._trigger = _WORDS_TRIGGER if closes is markers.CLOSES_WORDS else _TRIGGER
        self._depth = 1
        self._blank = ""
        self._last = "\n"
        self._parts: list[str] = []
        self._answer_at = -1
        self.closed = False

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def answer(self) -> str:
        return "".join(self._parts[self._answer_at :]).strip() if self._answer_at >= 0 else ""

    def step(self, text: str, at: int, *, final: bool) -> tuple[int, list[Reasoning]]:
        """Return where it goes on, and what can be shown. Raises IncompleteMatch."""
        if self._trigger.match(text, at):
            return self._read_marker(text, at, final=final)
        trigger = self._trigger.search(text, at)
        end = trigger.start() if trigger else len(text)
        return end, self._add(text[at:end])

    def _read_marker(self, text: str, at: int, *, final: bool) -> tuple[int, list[Reasoning]]:
        if found := markers.match(self._closes, text, at, final=final):
            end = markers.end_of_marker(found)
            if not self._is_quoted(text, end, final=final):
                self._close()
                return end, []
            return at + 1, self._add(text[at])
        nested = self._closes is markers.CLOSES and markers.match(markers.OPENS, text, at, final=final)
        if not nested or not self._is_nested(text, nested.end(), final=final):
            return at + 1, self._add(text[at])
        self._depth += bool(self._parts)  # `<think>` twice in a row is one
        return nested.end(), []

    def _close(self) -> None:
        self._depth -= 1
        self.closed = self._depth == 0
        self._answer_at = len(self._parts)

    def _add(self, text: str) -> list[Reasoning]:
        """Blank waits for what follows it: none begins or ends a thought."""
        self._last = text[-1]
        waiting = self._blank + text
        words = waiting.rstrip()
        self._blank = waiting[len(words) :]
        piece = words if self._parts else words.lstrip()
        if not piece:
            return []
        self._parts.append(piece)
        return [Reasoning(piece)]

    def _following(self, text: str, end: int, *, final: bool) -> str:
        if end == len(text) and not final:
            raise markers.IncompleteMatch
        return text[end : end + 1]

    def _is_quoted(self, text: str, end: int, *, final: bool) -> bool:
        return self._last in _QUOTES and self._following(text, end, final=final) == self._last

    def _is_nested(self, text: str, end: int, *, final: bool) -> bool:
        """A marker that opens; a model may also think about what `<think>` means."""
        following = self._following(text, end, final=final)
        return self._last == "\n" or not (self._last in _QUOTES or following in _PROSE)
