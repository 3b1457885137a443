"""Where in a text of Markdown one is: a marker inside code is text."""

import re

from orchestrator.llm.text.markers import IncompleteMatch

_TRIGGER = re.compile(r"[\n<\[\]`◁]")
_FENCE = re.compile(r"`{3,}|~{3,}")
_RUN = re.compile(r"`+")
_INDENT = re.compile(r"[ \t]*")


class MarkdownPosition:
    """Feed it the text in order. `line_start`: only blank stands before it on its line. `last`: the two characters before it."""

    def __init__(self) -> None:
        self.line_start = True
        self.last = "\n"
        self._code = ""
        self._fence = ""

    @property
    def in_code(self) -> bool:
        return bool(self._fence or self._code)

    def is_plain(self, piece: str) -> bool:
        """Whether nothing in `piece` can be a marker or changes where one is."""
        return not self.line_start and not (("\n" in piece) if self._fence else _TRIGGER.search(piece))

    def advance(self, text: str) -> None:
        self.last = text[-2:] if len(text) > 1 else self.last[-1:] + text

    def step(self, text: str, at: int, *, final: bool) -> int:
        """Pass what stands at `at`, which is no marker, and return where to look next. Raises IncompleteMatch."""
        if self.line_start and text[at] in "`~" and (end := self._fence_line(text, at, final=final)):
            return end
        if text[at] == "`" and not self._fence:
            return self._inline_code(text, at, final=final)
        if self.line_start and text[at] in " \t" and (indent := _INDENT.match(text, at)):
            return indent.end()
        trigger = _TRIGGER.search(text, at + (text[at] != "\n"))
        end = trigger.start() if trigger else len(text)
        if text[at] == "\n":
            self.line_start, self._code = True, ""
            self.advance("\n")
            return at + 1
        self.line_start = False
        self.advance(text[max(at, end - 2) : end])
        return end

    def _fence_line(self, text: str, at: int, *, final: bool) -> int:
        run = _FENCE.match(text, at)
        end = run.end() if run else at + len(text[at:]) - len(text[at:].lstrip(text[at]))
        if end == len(text) and not final:
            raise IncompleteMatch
        if not run:
            return 0
        if not self._fence:
            self._fence = run[0]
        elif run[0].startswith(self._fence) and not text[end : end + 1].isalnum():
            self._fence = ""
        self.line_start = False
        self.advance(run[0])
        return end

    def _inline_code(self, text: str, at: int, *, final: bool) -> int:
        run = _RUN.match(text, at)
        assert run  # who calls has seen a backtick
        if run.end() == len(text) and not final:
            raise IncompleteMatch
        self._code = "" if self._code == run[0] else self._code or run[0]
        self.line_start = False
        self.advance("`")
        return run.end()
