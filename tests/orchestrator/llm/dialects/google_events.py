"""The Gemini API: events as a server sends them, for the tests of this API and for those of all."""

from typing import Any

from orchestrator.llm.interface import AnswerForm

FUNCTION_CALL = {"name": "set_title", "args": {"title": "Dawn"}, "id": "fc1"}
SIGNED = {"functionCall": FUNCTION_CALL, "thoughtSignature": "CpAB_w=="}
USAGE = {
    "promptTokenCount": 11,
    "cachedContentTokenCount": 3,
    "candidatesTokenCount": 5,
    "thoughtsTokenCount": 2,
    "totalTokenCount": 18,
}
FORM = AnswerForm(
    "scene", "One scene.", {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
)
DUMMY = "skip_thought_signature_validator"


def chunk(*parts: Any, finish: Any = None, **more: Any) -> dict[str, Any]:
    finished = {} if finish is None else {"finishReason": finish}
    return {
        "candidates": [{"content": {"role": "model", "parts": list(parts)}, "index": 0, **finished}],
        "modelVersion": "m",
        **more,
    }


def text(*pieces: str) -> list[dict[str, Any]]:
    return [chunk({"text": piece}) for piece in pieces]


def end(finish: Any = "STOP") -> dict[str, Any]:
    return chunk({"text": ""}, finish=finish, usageMetadata=USAGE)


CALLED = [chunk({"text": "Hmm.", "thought": True}), chunk(SIGNED), end()]
