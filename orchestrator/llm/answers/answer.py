"""One streamed answer: text and reasoning as they arrive, at the end its tool calls, usage and reason.

Every dialect's decoder puts what it reads in here, so that odd servers are corrected in one place.
"""

from collections.abc import Mapping
from typing import Any

from chatstream.run.errors import ModelError
from orchestrator.llm.answers.calls import Calls
from orchestrator.llm.answers.finish import parse_finish_reason
from orchestrator.llm.interface import (
    COMPLETE_REASONS,
    Chunk,
    FinishReason,
    Reasoning,
    StepEnd,
    Text,
    TextRetraction,
    Usage,
    Vendor,
)
from orchestrator.llm.text.characters import to_storable
from orchestrator.llm.text.pieces import Piece, merge_neighbours
from orchestrator.llm.text.text_filter import TextFilter

_LOST = "\N{REPLACEMENT CHARACTER}"
_NO_END = {"", "null", "none"}  # what some servers send with every chunk
BROKE_OFF = "The AI broke off before its answer was complete. Try again."


class Answer:
    """Add in the order of the stream, `take` what can be passed on, call `end` once.

    `tools`: what the model may call, with the JSON schema of its arguments. `origin`: who gets `vendor` back.
    """

    def __init__(self, tools: Mapping[str, Mapping[str, Any]], origin: str) -> None:
        self.usage: Usage | None = None
        self.vendor: dict[str, Any] = {}
        self.calls = Calls(tools)
        self._origin = origin
        self._filter = TextFilter(tools)
        self._chunks: list[Piece] = []
        self._pending = {Text: "", Reasoning: ""}  # half of a surrogate pair
        self._reason = ""
        self._refused = False
        self._has_text = False
        self._has_chunks = False

    @property
    def has_begun(self) -> bool:
        """Whether any part of it has arrived: then the server has accepted the request."""
        return bool(self._has_chunks or self._chunks or self.calls)

    @property
    def finished(self) -> bool:
        """Whether the end was received. A stream that ends before it is a failure."""
        return bool(self._reason)

    def add_text(self, text: str) -> None:
        if text := self._readable(text, Text):
            self._chunks += self._filter.feed(text)

    def add_reasoning(self, text: str) -> None:
        if text := self._readable(text, Reasoning):
            self._chunks.append(Reasoning(text))

    def add_refusal(self, text: str) -> None:
        """Text in which the model declines to answer."""
        self._refused = True
        self.add_text(text)

    def count(self, usage: Usage | None) -> None:
        """The tokens so far, as the provider counts them. Some servers send zeros: a count of nothing is none."""
        if usage and (usage.input_tokens or usage.output_tokens):
            self.usage = usage

    def finish(self, reason: str) -> None:
        """The provider's own word for how the answer ended; the last one counts."""
        if reason.lower() not in _NO_END:
            self._reason = reason

    def take(self) -> list[Piece]:
        """Return what was added since the last call, neighbours of one kind in one."""
        chunks, self._chunks = merge_neighbours(self._chunks), []
        self._has_chunks = self._has_chunks or bool(chunks)
        for chunk in chunks:
            if isinstance(chunk, TextRetraction):
                self._has_text = False
            elif isinstance(chunk, Text):
                self._has_text = self._has_text or not _is_blank(chunk.text)
        return chunks

    def end(self) -> list[Chunk]:
        """Return the rest of the text, and the end. Raises ModelError if the provider's own word for the end is a failure."""
        lost = self._filter.feed(_LOST) if self._pending[Text] else []
        rest, written = self._filter.finish()
        self._chunks += [*lost, *rest]
        for call in written:
            self.calls.add_written(call)
        chunks: list[Chunk] = [*self.take()]
        reason = self._finish_reason()
        requests = self.calls.requests() if reason == "tool_calls" else ()
        vendor = Vendor(self._origin, self.vendor) if self.vendor else None
        return [*chunks, StepEnd(reason, requests, self.usage, vendor)]

    @property
    def is_empty(self) -> bool:
        """Whether a complete answer has neither text nor a call. A filtered or cut one has an end of its own."""
        return (
            not (self._has_text or self.calls)
            and parse_finish_reason(self._reason) in COMPLETE_REASONS
            and not self._refused
        )

    def _finish_reason(self) -> FinishReason:
        reason = parse_finish_reason(self._reason)
        if reason is None:
            raise ModelError(BROKE_OFF, "model_broke_off", detail=f"the answer ended with {self._reason[:80]!r}")
        if reason == "stop" and self._refused:
            return "refused"
        if reason in ("stop", "tool_calls"):  # some servers send "stop" after tool calls too
            return "tool_calls" if self.calls else "stop"
        return reason

    def _readable(self, text: str, kind: type[Text] | type[Reasoning]) -> str:
        """Servers that cut by UTF-16 units send half a character in each of two chunks."""
        if text.isascii() and not self._pending[kind]:
            return text.replace("\0", "")
        text, self._pending[kind] = self._pending[kind] + text, ""
        if "\ud800" <= text[-1:] <= "\udbff":
            text, self._pending[kind] = text[:-1], text[-1]
        return to_storable(text)


def _is_blank(text: str) -> bool:
    """Whether `text` is invisible: white space, and characters of no width."""
    return not any(character.isprintable() and not character.isspace() for character in text)
