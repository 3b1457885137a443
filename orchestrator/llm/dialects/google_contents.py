"""The conversation as Gemini's contents."""

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from orchestrator.llm.dialects.ids import with_safe_calls
from orchestrator.llm.dialects.replay import replay
from orchestrator.llm.dialects.values import as_dict, as_object
from orchestrator.llm.interface import ChatMessage, Picture, StepRequest, ToolRequest
from orchestrator.llm.options import Options

# Documented for a call that Gemini has not made itself: https://ai.google.dev/gemini-api/docs/thought-signatures#faqs
UNSIGNED = "skip_thought_signature_validator"
_NEEDS_NO_SIGNATURES = re.compile(r"gemini-[12]|gemma|learnlm")

Part = dict[str, Any]


def contents(model: str, request: StepRequest, options: Options, origin: str) -> list[dict[str, Any]]:
    """Person and model by turns. The results of a step stand in one content, in the order of their calls.

    Nothing else stands there: Vertex refuses such a content, and some models answer it with nothing.
    """
    made: list[dict[str, Any]] = []
    calls: dict[str, Mapping[str, Any]] = {}  # by the id of our request, as they were sent
    for message in with_safe_calls(request.messages):
        parts = _parts(message, options, calls)
        if message.role == "assistant":
            sent = _model_parts(message, options, origin, is_signed=not _NEEDS_NO_SIGNATURES.search(model))
            calls |= {call.id: as_dict(_function_call(part)) for part, call in sent if call}
            parts = [part for part, _ in sent]
        role = "model" if message.role == "assistant" else "user"
        if made and parts and made[-1]["role"] == role and _is_result(made[-1]["parts"][-1]) == _is_result(parts[0]):
            made[-1]["parts"] += parts
        elif parts:
            made.append({"role": role, "parts": parts})
    return made


def text_part(text: str) -> list[Part]:
    return [{"text": text}] if text.strip() else []


def _parts(message: ChatMessage, options: Options, calls: Mapping[str, Mapping[str, Any]]) -> list[Part]:
    if message.role == "user":
        return [*map(_picture, message.pictures if options.pictures else ()), *text_part(message.content)]
    call = calls.get(message.tool_request_id)
    if call is None:
        return []
    result = as_object(message.content) or {"result": message.content}
    return [{"functionResponse": {**{key: call[key] for key in ("id", "name") if key in call}, "response": result}}]


def _is_result(part: Part) -> bool:
    return "functionResponse" in part


def _model_parts(
    message: ChatMessage, options: Options, origin: str, *, is_signed: bool
) -> list[tuple[Part, ToolRequest | None]]:
    replayed = replay(message, "parts", _call_id, options, origin)
    if replayed is not None:
        return [(_with_result_id(part, call) if call else part, call) for part, call in replayed]
    signatures = iter([{"thoughtSignature": UNSIGNED}] if is_signed else [])  # only the first call of a step has one
    made = [({"functionCall": _call(call), **next(signatures, {})}, call) for call in message.tool_requests]
    return [*((part, None) for part in text_part(message.content)), *made]


def _function_call(part: Part) -> Part | None:
    """Gateways in Python write it in their own way."""
    call = part.get("functionCall", part.get("function_call"))
    return call if isinstance(call, dict) else None


def _call_id(part: Any) -> str | None:
    call = _function_call(part)
    return None if call is None else str(call.get("id") or "")


def _call(request: ToolRequest) -> Part:
    return {"name": request.name, "args": as_object(request.arguments) or {}}


def _with_result_id(part: Part, request: ToolRequest) -> Part:
    call = as_dict(_function_call(part))
    key = "functionCall" if "functionCall" in part else "function_call"
    return {**part, key: {**call, **_call(request), **({"id": request.id} if call.get("id") else {})}}


def _picture(picture: Picture) -> Part:
    return {"inlineData": {"mimeType": picture.media_type, "data": b64encode(picture.data).decode()}}
