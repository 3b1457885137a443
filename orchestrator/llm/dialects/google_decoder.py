"""The chunks of Gemini's generateContent."""

from collections.abc import Mapping
from typing import Any

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.answers.calls import CallPiece
from orchestrator.llm.dialects.errors import raise_error, refuse_chat
from orchestrator.llm.dialects.values import as_count, as_dict, as_list, as_text
from orchestrator.llm.interface import Usage

# Gateways in Python write the names in their own way.
_SNAKE = {
    "finishReason": "finish_reason",
    "functionCall": "function_call",
    "thoughtSignature": "thought_signature",
    "promptFeedback": "prompt_feedback",
    "blockReason": "block_reason",
    "usageMetadata": "usage_metadata",
    "promptTokenCount": "prompt_token_count",
    "toolUsePromptTokenCount": "tool_use_prompt_token_count",
    "candidatesTokenCount": "candidates_token_count",
    "thoughtsTokenCount": "thoughts_token_count",
    "cachedContentTokenCount": "cached_content_token_count",
}
# … or as the numbers of the protocol.
_REASONS: tuple[str, ...] = (
    "UNSPECIFIED",
    "STOP",
    "MAX_TOKENS",
    "SAFETY",
    "RECITATION",
    "OTHER",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
)
_REASONS += ("MALFORMED_FUNCTION_CALL",)


class GoogleDecoder:
    def __init__(self) -> None:
        self._parts: list[dict[str, Any]] = []
        self._calls = 0
        self._usage: dict[str, Any] = {}

    def read(self, event: Any, answer: Answer) -> None:
        for chunk in event if isinstance(event, list) else [event]:
            self._read(chunk, answer)

    def text_of(self, event: Any) -> str:
        return ""  # its chunks are large, and each counts the tokens so far

    def _read(self, chunk: Any, answer: Answer) -> None:
        if isinstance(chunk, dict) and "candidates" not in chunk and isinstance(chunk.get("response"), dict):
            chunk = chunk["response"]  # as Google's own gateways wrap it
        if not isinstance(chunk, dict) or "candidates" not in chunk or chunk.get("error"):
            if isinstance(chunk, dict) and "choices" in chunk:
                refuse_chat()
            raise_error(chunk)
        candidates = [each for each in map(as_dict, as_list(chunk.get("candidates"))) if not each.get("index")]
        for candidate in candidates[:1]:
            self._read_candidate(candidate, answer)
        if _value(as_dict(_value(chunk, "promptFeedback")), "blockReason"):
            answer.finish("blocked")
        if usage := _value(chunk, "usageMetadata"):
            self._add_usage(as_dict(usage), answer)

    def _read_candidate(self, candidate: Mapping[str, Any], answer: Answer) -> None:
        content = as_dict(candidate.get("content"))
        for part in as_list(content.get("parts")):
            if isinstance(part, dict):
                self._read_part(part, answer)
        reason = _value(candidate, "finishReason")
        if isinstance(reason, int):
            reason = _REASONS[reason] if reason < len(_REASONS) else "UNKNOWN"
        if reason and isinstance(reason, str):
            answer.finish(reason)

    def _read_part(self, part: dict[str, Any], answer: Answer) -> None:
        call, text = _value(part, "functionCall"), as_text(part.get("text"))
        if isinstance(call, dict):
            self._calls += 1
            arguments = call.get("args", {})
            answer.calls.add(CallPiece(self._calls, as_text(call.get("id")), as_text(call.get("name")), arguments))
        elif part.get("thought"):
            answer.add_reasoning(text)
        else:
            answer.add_text(text)
        self._store_vendor(part, is_call=isinstance(call, dict), answer=answer)

    def _store_vendor(self, part: dict[str, Any], *, is_call: bool, answer: Answer) -> None:
        """What goes back: calls, text, and whatever is signed, on the very part. Texts without a signature may be joined."""
        signed = _value(part, "thoughtSignature")
        text = as_text(part.get("text"))
        if not (is_call or signed or (text and not part.get("thought"))):
            return
        if signed and not is_call and "text" not in part:
            part = {**part, "text": ""}  # a part must hold something
        last = self._parts[-1] if self._parts else {}
        if part.keys() == last.keys() == {"text"}:
            self._parts[-1] = {"text": as_text(last["text"]) + text}
        else:
            self._parts.append(part)
        if is_call or signed:
            answer.vendor["parts"] = self._parts

    def _add_usage(self, usage: Mapping[str, Any], answer: Answer) -> None:
        """Each chunk counts all tokens so far; the last one may leave some counts out."""
        self._usage |= usage
        made, thought = (as_count(_value(self._usage, key)) for key in ("candidatesTokenCount", "thoughtsTokenCount"))
        given = sum(as_count(_value(self._usage, key)) for key in ("promptTokenCount", "toolUsePromptTokenCount"))
        answer.count(Usage(given, made + thought, as_count(_value(self._usage, "cachedContentTokenCount")), thought))


def _value(holder: Mapping[str, Any], name: str) -> Any:
    return holder.get(name, holder.get(_SNAKE[name]))
