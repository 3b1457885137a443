"""The events of Anthropic's Messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.answers.calls import CallPiece
from orchestrator.llm.dialects.errors import raise_error, refuse, refuse_chat
from orchestrator.llm.dialects.values import as_count, as_dict, as_list, as_object, as_text
from orchestrator.llm.interface import Usage

_KIND_OF = {"text": "text", "partial_json": "tool_use", "thinking": "thinking", "signature": "thinking"}
_STREAMED = set(_KIND_OF.values())
_THINKING = {"thinking", "redacted_thinking"}


@dataclass(slots=True)
class _Block:
    """A block of content as it began, and what has come since. `number` counts the blocks of an answer."""

    number: int
    index: Any
    start: Mapping[str, Any]
    pieces: list[str] = field(default_factory=list)
    signature: str = ""

    @property
    def kind(self) -> str:
        return str(self.start.get("type"))

    def whole(self) -> dict[str, Any]:
        """The block as it goes back; what has been streamed of it is joined."""
        came = "".join(self.pieces)
        match self.kind:
            case "tool_use":
                return {**self.start, "input": as_object(came) or as_dict(self.start.get("input"))}
            case "text":
                return {"type": "text", "text": as_text(self.start.get("text")) + came}
            case "thinking":
                signature = {"signature": self.signature} if self.signature else {}
                return {**self.start, "thinking": as_text(self.start.get("thinking")) + came, **signature}
        return dict(self.start)


class AnthropicDecoder:
    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._usage: dict[str, Any] = {}

    def read(self, event: Any, answer: Answer) -> None:
        match event.get("type") if isinstance(event, dict) else None:
            case "content_block_delta":
                self._read_delta(event.get("index"), as_dict(event.get("delta")), answer)
            case "content_block_start":
                self._begin(event.get("index"), as_dict(event.get("content_block")), answer)
            case "message_start":
                self._read_message(as_dict(event.get("message")), answer)
            case "message_delta":
                self._add_usage(event.get("usage"), answer)
                self._finish(as_dict(event.get("delta")), answer)
            case "message_stop":
                answer.finish("" if answer.finished else "end_turn")
                self._store_vendor(answer)
            case "message":
                self._read_message(event, answer)
            case "error":
                refuse(event)
            case None if isinstance(event, dict) and "choices" in event:
                refuse_chat()
            case None if isinstance(event, dict) and "stop_reason" in event:
                self._read_message(event, answer)
            case None:
                raise_error(event)

    def text_of(self, event: Any) -> str:
        match event:
            case {"type": "content_block_delta", "delta": {"type": "text_delta", "text": str(text), **rest}} if (
                not rest
            ):
                return text
        return ""

    def _read_message(self, message: Mapping[str, Any], answer: Answer) -> None:
        """The beginning of a message, or all of it; some gateways end with all that they have streamed."""
        for block in as_list(message.get("content")) if not self._blocks else ():
            self._begin(
                len(self._blocks), block if isinstance(block, dict) else {"type": "text", "text": block}, answer
            )
        self._add_usage(message.get("usage"), answer)
        self._finish(message, answer)

    def _begin(self, index: Any, start: Mapping[str, Any], answer: Answer) -> None:
        block = _Block(len(self._blocks), index, start)
        self._blocks.append(block)
        match block.kind:
            case "text":
                answer.add_text(as_text(start.get("text")))
            case "thinking":
                answer.add_reasoning(as_text(start.get("thinking")))
            case "tool_use":
                given = start.get("input") or None
                answer.calls.add(CallPiece(block.number, as_text(start.get("id")), as_text(start.get("name")), given))

    def _read_delta(self, index: Any, delta: Mapping[str, Any], answer: Answer) -> None:
        for key, kind in _KIND_OF.items():
            if key in delta:
                self._add(self._block_at(index, kind, answer), key, as_text(delta[key]), answer)

    def _add(self, block: _Block, key: str, piece: str, answer: Answer) -> None:
        if key == "signature":
            block.signature += piece
            return
        block.pieces.append(piece)
        match block.kind:
            case "text":
                answer.add_text(piece)
            case "thinking":
                answer.add_reasoning(piece)
            case "tool_use":
                answer.calls.add(CallPiece(block.number, arguments=piece))

    def _block_at(self, index: Any, kind: str, answer: Answer) -> _Block:
        """The block that a delta belongs to; a new one where its beginning was left out."""
        same = [block for block in self._blocks if index is None or block.index == index]
        if not same or (same[-1].kind != kind and same[-1].kind in _STREAMED):
            self._begin(index, {"type": kind}, answer)
            return self._blocks[-1]
        return same[-1]

    def _finish(self, message: Mapping[str, Any], answer: Answer) -> None:
        reason = as_text(message.get("stop_reason"))
        if reason:
            # A turn that pauses waits for a tool of the provider's own. We ask for none: it is not whole.
            answer.finish("incomplete" if reason == "pause_turn" else reason)
            self._store_vendor(answer)

    def _store_vendor(self, answer: Answer) -> None:
        """All blocks, in their order, if the model thought between them: thinking goes back with what it led to."""
        if any(block.kind in _THINKING for block in self._blocks):
            wholes = [block.whole() for block in self._blocks if block.kind in _STREAMED | _THINKING]
            answer.vendor["content"] = [whole for whole in wholes if whole["type"] != "text" or whole["text"].strip()]

    def _add_usage(self, usage: Any, answer: Answer) -> None:
        """Counts are cumulative, and not all of them stand in each event."""
        for key, value in as_dict(usage).items():
            known = self._usage.get(key, 0)
            self._usage[key] = value if isinstance(value, dict) else max(as_count(known), as_count(value))
        cached = as_count(self._usage.get("cache_read_input_tokens"))
        given = cached + sum(as_count(self._usage.get(key)) for key in ("input_tokens", "cache_creation_input_tokens"))
        details = as_dict(self._usage.get("output_tokens_details"))
        made = as_count(self._usage.get("output_tokens"))
        answer.count(Usage(given, made, cached, as_count(details.get("thinking_tokens"))))
