"""Takes thoughts and calls out of the text of an answer, while it streams.

Text is passed on at once, but for what may still become a marker and, once a call has begun, all that follows.
"""

from collections.abc import Collection
from typing import Any

from orchestrator.llm.interface import Reasoning, Text, TextRetraction
from orchestrator.llm.text import markers
from orchestrator.llm.text.call_reader import CallReader, Opening
from orchestrator.llm.text.markdown import MarkdownPosition
from orchestrator.llm.text.pieces import Piece, merge_neighbours, text_of
from orchestrator.llm.text.thoughts import Thought
from orchestrator.llm.text.written_calls import WrittenCall

LONG, GROWTH = 256, 1.25  # pending text beyond 256 characters is examined again when it has grown by a quarter


class TextFilter:
    """For one answer. `tool_names`: without any, only thoughts are taken out.

    Some chat templates open the thought themselves, so that the text has only its end: what was shown before it is retracted.
    `opened`: it is known beforehand that this one does.
    """

    def __init__(self, tool_names: Collection[str], *, opened: bool = False) -> None:
        self._reader = CallReader(frozenset(tool_names))
        self._pending, self._at, self._next_length = "", 0, 0
        self._final = False
        self._pieces: list[Piece] = []
        self._has_sent_text = False
        self._calls: list[WrittenCall] = []
        self._call_text: list[str] | None = None  # a call and all behind it
        self._thought = Thought() if opened else None
        self._opened = opened
        self._thoughts = int(opened)
        self._in_wrapper = False
        self._discusses_markers = False  # a text about the markers
        self._ended_unopened_thought = False  # a marker has ended a thought that none opened, and nothing came since
        self._markdown = MarkdownPosition()
        self._blank: str | None = ""  # waits for the next word; None within a text
        self._has_text = False

    def feed(self, piece: str) -> list[Piece]:
        """Return what can be passed on already, in order."""
        if self._call_text is not None:
            self._call_text.append(piece)
            return []
        if (
            not self._pending
            and self._blank is None
            and self._thought is None
            and piece
            and self._markdown.is_plain(piece)
        ):
            self._markdown.advance(piece)
            return [Text(piece)]
        self._pending += piece
        return self._advance() if len(self._pending) >= self._next_length else []

    def finish(self) -> tuple[list[Piece], list[WrittenCall]]:
        """Return what was held back, and the calls, in order."""
        self._final = True
        self._pending += "".join(self._call_text or ())
        self._call_text = None
        pieces = self._advance()
        self._pieces = []
        if self._thought is not None:
            self._end_unclosed(self._thought)
        elif self._blank and not self._thoughts and not self._calls:
            self._add_text("")
        return pieces + self._pieces, self._calls

    def _advance(self) -> list[Piece]:
        self._pieces, self._has_sent_text = [], self._has_text
        try:
            while self._at < len(self._pending):
                self._step()
        except markers.IncompleteMatch:
            pass
        self._pending, self._at = self._pending[self._at :], 0
        self._next_length = int(len(self._pending) * GROWTH) if len(self._pending) > LONG else 0
        return merge_neighbours(self._pieces)

    def _step(self) -> None:
        """Deal with what stands at `_at`. Raises IncompleteMatch."""
        if self._thought is not None:
            self._think(self._thought)
        elif self._blank is not None and self._pending[self._at].isspace():
            self._pass_blank()
        elif not self._may_be_marker() or not self._pass_marker():
            self._pass_text()

    @property
    def _is_start(self) -> bool:
        """Whether no word of the answer has come."""
        return not self._has_text or self._ended_unopened_thought

    def _may_be_marker(self) -> bool:
        if self._markdown.in_code or self._pending[self._at].isspace():
            return False
        return self._markdown.line_start or self._pending[self._at] in "<[]◁"

    def _pass_marker(self) -> bool:
        return (
            self._begins_thought()
            or self._passes_header()
            or self._begins_call()
            or self._ends_lone_thought()
            or self._ends_answer()
        )

    def _match(self, pattern: Any) -> Any:
        return markers.match(pattern, self._pending, self._at, final=self._final)

    # --- text

    def _pass_text(self) -> None:
        start = self._at
        self._at = self._markdown.step(self._pending, start, final=self._final)
        self._add_text(self._pending[start : self._at])

    def _pass_blank(self) -> None:
        """White space before the first word stays; behind a thought or a call it goes."""
        start = self._at
        rest = self._pending[start:]
        self._at += len(rest) - len(rest.lstrip())
        if self._blank is not None and not self._thoughts and not self._calls:
            self._blank += self._pending[start : self._at]

    def _add_text(self, text: str) -> None:
        self._retract()
        text, self._blank = (self._blank or "") + text, None
        self._has_text = True
        self._pieces.append(Text(text))

    def _begin_line(self) -> None:
        """Behind a marker an answer begins as at its start."""
        self._markdown, self._blank = MarkdownPosition(), ""

    def _passes_header(self) -> bool:
        found = self._match(markers.HEADERS)
        if not found and self._is_start and (found := self._match(markers.EMPTY)):
            self._thoughts += 1
        if not found and self._thoughts and self._blank is not None:
            found = self._match(markers.WRAPPERS)
            self._in_wrapper = self._in_wrapper or bool(found)
        if not found:
            return False
        self._at = found.end()
        self._begin_line()
        return True

    def _ends_answer(self) -> bool:
        """Special tokens go where nothing stands behind them."""
        found = self._match(markers.ENDS) or (self._in_wrapper and self._match(markers.END_OF_WRAPPER))
        if not found:
            return False
        if found.end() < len(self._pending):
            markers.match(markers.ENDS, self._pending, found.end(), final=self._final)  # the next one may have begun
            return False
        if not self._final:
            raise markers.IncompleteMatch
        self._at = found.end()
        return True

    # --- thoughts

    def _begins_thought(self) -> bool:
        if found := self._match(markers.OPENS_ANYWHERE):
            closes = markers.CLOSES if found[0].startswith("<|channel>") else markers.CLOSES_CHANNEL
        elif found := self._match(markers.OPENS):
            begins = (
                self._is_start or self._thoughts or self._markdown.last == "\n\n"
            )  # an answer, or a paragraph of it
            if not (self._markdown.line_start and begins):
                self._discusses_markers = True
                return False
            closes = markers.CLOSES
        elif not self._thoughts and self._is_start and (found := self._match(markers.OPENS_AT_START)):
            closes = markers.CLOSES_WORDS
        else:
            return False
        self._thought = Thought(closes)
        self._thoughts += 1
        self._at = markers.end_of_marker(found)
        return True

    def _think(self, thought: Thought) -> None:
        self._at, pieces = thought.step(self._pending, self._at, final=self._final)
        self._pieces += pieces
        if thought.closed:
            self._thought, self._opened = None, False
            self._begin_line()

    def _ends_lone_thought(self) -> bool:
        """The end of a thought that the chat template opened. In quotes and within a sentence it is a word like any other."""
        if not (found := self._match(markers.CLOSES)):
            return False
        if found.end() == len(self._pending) and not self._final:
            raise markers.IncompleteMatch
        if not self._markdown.line_start and self._is_inside_sentence(self._pending[found.end() : found.end() + 1]):
            return False
        if self._discusses_markers:
            return False
        self._at = found.end()
        if not self._thoughts:
            self._thoughts = 1
            self._ended_unopened_thought = self._has_text or bool(self._calls)
            self._begin_line()
        return True

    def _retract(self) -> None:
        """Turn the text so far into a thought, now that something follows its end."""
        if not self._ended_unopened_thought:
            return
        self._ended_unopened_thought = False
        self._calls.clear()  # they were part of the thought
        if self._has_sent_text:
            self._pieces.append(TextRetraction())
        else:
            thought = text_of(self._pieces).strip()
            self._pieces = [Reasoning(thought)] if thought else []

    def _is_inside_sentence(self, following: str) -> bool:
        before, last = self._markdown.last[:-1], self._markdown.last[-1:]
        return last in "\"'`(" or (last == " " and following not in "\r\n" and before not in ".!?…:)\"'")

    def _end_unclosed(self, thought: Thought) -> None:
        """All of it was a thought, unless it holds the answer: a call at its end, or text behind a nested closing marker."""
        calls = self._reader.read_last(thought.text)
        self._calls += calls
        answer = thought.text if self._opened else thought.answer
        if answer.strip() and not calls:
            self._add_text(answer)

    # --- calls

    def _begins_call(self) -> bool:
        line_start = self._markdown.line_start
        opening = self._reader.find_opening(self._pending, self._at, line_start=line_start, final=self._final)
        if opening is None:
            return False
        if self._final:
            return self._reads_calls(opening)
        self._call_text = [self._pending[self._at :]]
        self._at = len(self._pending)
        return True

    def _reads_calls(self, opening: Opening) -> bool:
        calls, rest = self._reader.read(self._pending, self._at, opening, is_start=self._is_start)
        if not calls:
            return False
        self._retract()
        self._calls += calls
        self._pending, self._at = rest, 0
        self._begin_line()
        return True
