"""Gemini's generateContent, as it streams itself."""

import json
from base64 import b64decode
from typing import Any

from .parts import TOKENS, Call, Entry, Part, Sent, Thought, Tokens, Words
from .transcript import Transcript, frame

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


def chunk(*parts: dict[str, Any], finish: str = "", **fields: Any) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"parts": list(parts), "role": "model"}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], "modelVersion": "scripted", "responseId": "r1", **fields}


class Google(Transcript):
    name = "google"
    base = ""
    path = "/v1beta/models/scripted:streamGenerateContent?alt=sse"

    def beginning(self, *parts: Part) -> list[bytes]:
        return [frame(chunk(_part(part))) for part in parts]

    def ending(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> list[bytes]:
        usage = {"usageMetadata": _usage(tokens)} if tokens else {}
        return [frame(chunk({"text": ""}, finish=finish or "STOP", **usage))]

    def whole(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> Any:
        usage = {"usageMetadata": _usage(tokens)} if tokens else {}
        return chunk(*map(_part, parts), finish=finish or "STOP", **usage)

    def error(self, message: str, status: int = 400, code: str = "") -> Any:
        return {"error": {"code": status, "message": message, "status": code or _STATUS.get(status, "UNKNOWN")}}

    def error_event(self, message: str, status: int = 500, code: str = "") -> bytes:
        return frame(self.error(message, status, code))

    def sent(self, body: Any) -> Sent:
        system = body.get("systemInstruction") or body.get("system_instruction") or {"parts": []}
        tools = {
            each["name"]: each.get("parameters") or each.get("parametersJsonSchema")
            for tool in body.get("tools", [])
            for each in tool.get("functionDeclarations", [])
        }
        config = body.get("generationConfig", {})
        mode = body.get("toolConfig", {}).get("functionCallingConfig", {}).get("mode", "AUTO")
        form = config.get("responseJsonSchema") or config.get("responseSchema")
        choice = {"ANY": "required", "NONE": "none"}.get(mode, "auto")
        entries = [_entry(content) for content in body["contents"]]
        return Sent(
            "\n".join(part["text"] for part in system["parts"]),
            entries,
            tools,
            choice,
            config.get("maxOutputTokens"),
            form,
        )


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Words(text):
            return {"text": text}
        case Thought(text, signature):
            return {"text": text, "thought": True, **({"thoughtSignature": signature} if signature else {})}
        case Call(name, arguments, own, signature):
            try:
                value = json.loads(arguments)
            except ValueError:
                value = arguments
            call = {"name": name, "args": value, **({"id": own} if own else {})}
            return {"functionCall": call, **({"thoughtSignature": signature} if signature else {})}


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "promptTokenCount": tokens.input,
        "cachedContentTokenCount": tokens.cached,
        "candidatesTokenCount": tokens.output - tokens.reasoning,
        "thoughtsTokenCount": tokens.reasoning,
        "totalTokenCount": tokens.input + tokens.output,
    }


def _entry(content: dict[str, Any]) -> Entry:
    entry = Entry({"model": "assistant"}.get(content["role"], content["role"]))
    for part in content["parts"]:
        if call := part.get("functionCall"):
            entry.calls.append((call.get("id", ""), call["name"], call["args"]))
        elif result := part.get("functionResponse"):
            entry.results.append((result.get("id", ""), json.dumps(result["response"])))
        elif picture := part.get("inlineData"):
            entry.pictures.append((picture["mimeType"], b64decode(picture["data"])))
        elif part.get("thought"):
            entry.vendor.append(part)
        elif "text" in part:
            entry.text += part["text"]
        entry.vendor += (
            [{"thoughtSignature": part["thoughtSignature"]}]
            if "thoughtSignature" in part and not part.get("thought")
            else []
        )
    return entry
