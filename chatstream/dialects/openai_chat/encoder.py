"""An answer as the chunks of a chat completion."""

import time
from collections.abc import Iterator
from typing import Any

from chatstream.dialects.changes import Change, Ended, Reset, Text, Thought, Waiting
from chatstream.dialects.openai_errors import error_body
from chatstream.dialects.streaming import dumps

_REASONS = {"length": "length", "filtered": "content_filter"}
BEGUN_ANEW = "This answer was begun anew. Send the request again with the same Idempotency-Key to read it."
DONE = "[DONE]"


class CompletionEncoder:
    """`with_usage`: as asked by `stream_options.include_usage`. What was streamed cannot be taken back: that is an error."""

    def __init__(self, answer_id: str, model: str, with_usage: bool) -> None:
        self.is_over = False
        self._head = {"id": f"chatcmpl-{answer_id}", "created": int(time.time()), "model": model}
        self._with_usage = with_usage

    def begin(self) -> Iterator[str]:
        yield self._chunk({"role": "assistant", "content": ""})

    def encode(self, change: Change) -> Iterator[str]:
        match change:
            case Text(content):
                yield self._chunk({"content": content})
            case Thought(content):
                yield self._chunk({"reasoning_content": content})
            case Waiting():
                self.is_over = True
                yield self._chunk({"content": waiting_sentence(change)})
                yield self._chunk({}, "stop")
                yield DONE
            case Reset():
                self.is_over = True
                yield error_body(BEGUN_ANEW, "begun_anew")
            case Ended():
                self.is_over = True
                yield from self._end(change)

    def _end(self, end: Ended) -> Iterator[str]:
        if end.status == "error":
            yield error_body(end.error, end.code)
            return
        yield self._chunk({}, _REASONS.get(end.finish_reason, "stop"))
        if self._with_usage:
            yield dumps({**self._head, **_CHUNK, "choices": [], "usage": usage_of(end)})
        yield DONE

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return dumps({**self._head, **_CHUNK, "choices": [choice]})


def waiting_sentence(waiting: Waiting) -> str:
    """What this API has no words for."""
    titles = ", ".join(f"“{call.title}”" for call in waiting.calls)
    return f"\n\nThis waits until you allow or decline {titles} in the conversation. Then ask again with the same Idempotency-Key."


_CHUNK = {"object": "chat.completion.chunk"}


def usage_of(end: Ended) -> dict[str, int]:
    usage = end.usage or {}
    given, made = usage.get("input_tokens", 0), usage.get("output_tokens", 0)
    return {"prompt_tokens": given, "completion_tokens": made, "total_tokens": given + made}


def completion(answer_id: str, model: str, text: str, end: Ended) -> dict[str, Any]:
    """The answer in one piece."""
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None, "annotations": []}
    reason = _REASONS.get(end.finish_reason, "stop")
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    head = {"id": f"chatcmpl-{answer_id}", "object": "chat.completion", "created": int(time.time()), "model": model}
    return {**head, "choices": [choice], "usage": usage_of(end)}
