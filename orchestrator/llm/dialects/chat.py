"""Chat Completions: OpenAI's older API, which vLLM, Ollama, llama.cpp, OpenRouter, DeepSeek, Mistral and many others speak."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.answers.calls import CallPiece
from orchestrator.llm.dialects.chat_messages import write_messages
from orchestrator.llm.dialects.errors import has_content, raise_error
from orchestrator.llm.dialects.requests import effort_of, form_schema, limit_of, tool_schema
from orchestrator.llm.dialects.values import as_count, as_dict, as_list
from orchestrator.llm.interface import AnswerForm, StepRequest, ToolSpec, Usage
from orchestrator.llm.options import Options

_SAYS_NOTHING = {
    "id",
    "object",
    "created",
    "model",
    "provider",
    "service_tier",
    "system_fingerprint",
    "obfuscation",
    "logprobs",
}
# What servers call the model's thoughts; it goes back under the name it came with.
_REASONING = ("reasoning_content", "reasoning", "reasoning_details", "reasoning_text", "thinking")
_ARGUMENTS = ("arguments", "parameters", "args", "input")
_OWN_KEYS = {"index", "id", "type", "function"}


class ChatCompletions:
    name = "chat"

    def path(self, model: str) -> str:
        return "/chat/completions"

    def headers(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def body(self, model: str, request: StepRequest, options: Options, origin: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": model,
            "messages": write_messages(request, options, origin),
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if options.limit_field:
            body[options.limit_field] = limit_of(request, options)
        if effort := effort_of(request, options):
            body["reasoning_effort"] = effort
        if request.form:
            body |= _form(request.form, options)
        elif request.tools:
            body["tools"] = [_tool(tool, options) for tool in request.tools]
        return body

    def decoder(self) -> "ChatDecoder":
        return ChatDecoder()


def _form(form: AnswerForm, options: Options) -> dict[str, Any]:
    schema = form_schema(form, options)
    if options.form == "schema":
        asked = {"name": form.name, "description": form.description, "schema": schema, **_strict(options)}
        return {"response_format": {"type": "json_schema", "json_schema": asked}}
    if options.form == "prompt":
        return {}
    tool = {"type": "function", "function": {"name": form.name, "description": form.description, "parameters": schema}}
    # `required` and not the tool by its name: more servers know it, and there is only one tool.
    return {"tools": [tool], **({"tool_choice": "required"} if options.tool_choice else {})}


def _strict(options: Options) -> dict[str, bool]:
    return {} if "strict" in options.dropped else {"strict": True}


def _tool(tool: ToolSpec, options: Options) -> dict[str, Any]:
    parameters = tool_schema(tool, options)
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": parameters},
    }


class ChatDecoder:
    """Each chunk holds what it adds to the answer."""

    def __init__(self) -> None:
        self._has_deltas = False
        self._index: str | None = None  # of the choice that is read: the first that has one
        self._begun: set[int | str | None] = set()  # indices and ids of calls

    def read(self, event: Any, answer: Answer) -> None:
        choices = event.get("choices") if isinstance(event, dict) else None
        if not isinstance(choices, list):
            raise_error(event)
            choices = []
        elif has_content(event.get("error")):
            raise_error(event)
        answer.count(_usage(event.get("usage")))
        for choice in choices:
            if isinstance(choice, dict) and self._is_read(choice):
                self._read_choice(choice, answer)

    def _is_read(self, choice: Mapping[str, Any]) -> bool:
        """A choice of another index is another answer, which nobody asked for; one without an index is part of this one."""
        if (index := choice.get("index")) is None:
            return True
        if self._index is None:
            self._index = str(index)
        return str(index) == self._index

    def text_of(self, event: Any) -> str:
        match event:
            case {"choices": [{"delta": {"content": str(text), **more}, **rest}], **about} if not (
                _says(more) - {"role"} or _says(rest) or _says(about)
            ):
                return text
        return ""

    def _read_choice(self, choice: Mapping[str, Any], answer: Answer) -> None:
        delta = choice.get("delta")
        if delta is not None:
            self._has_deltas = True
        elif not self._has_deltas:  # some servers end with all that they have streamed
            delta = choice.get("message")
        delta = as_dict(delta)
        content = delta.get("content")
        if isinstance(content, str):
            if content:
                answer.add_text(content)
        elif content:
            _read_parts(content, answer)
        if len(delta) > 1 or content is None:
            _read_rest(delta, answer)
        for call in as_list(delta.get("tool_calls")):
            if isinstance(call, dict):
                answer.calls.add(self._place(_piece(call)))
        if isinstance(text := choice.get("text"), str):
            answer.add_text(text)
        answer.count(_usage(choice.get("usage")))  # Moonshot's
        if has_content(error := choice.get("error")):
            raise_error({"error": error})
        if reason := choice.get("finish_reason"):
            answer.finish(str(reason))

    def _place(self, piece: CallPiece) -> CallPiece:
        """The piece, without an index that is not the one of its call: some servers count the pieces, or begin without an index."""
        if piece.name or not self._begun or (piece.id and piece.id not in self._begun):
            self._begun |= {piece.index, piece.id}
        return piece if piece.index in self._begun else replace(piece, index=None)


def _says(part: Mapping[Any, Any]) -> set[str]:
    """What of it is no mere label."""
    return {key for key, value in part.items() if value} - _SAYS_NOTHING


def _read_rest(delta: Mapping[str, Any], answer: Answer) -> None:
    """What most chunks do not have."""
    for key in _REASONING:
        if value := delta.get(key):
            answer.add_reasoning("".join(_texts(value)) if not _is_repeated(key, delta) else "")
            _extend(answer.vendor, key, value)
    if refusal := delta.get("refusal"):
        answer.add_refusal(str(refusal))
    if extra := delta.get("extra_content"):
        answer.vendor["extra_content"] = extra
    if isinstance(function := delta.get("function_call"), dict):  # before there were several calls
        answer.calls.add(CallPiece(0, "", str(function.get("name") or ""), function.get("arguments")))


def _piece(call: Mapping[str, Any]) -> CallPiece:
    inner = call.get("function")
    function: Mapping[str, Any] = inner if isinstance(inner, dict) else call
    vendor = {key: value for key, value in call.items() if key not in _OWN_KEYS and value} if inner else {}
    index: Any = call.get("index")
    return CallPiece(
        int(index) if str(index).isdecimal() else index if isinstance(index, int | str) else None,
        str(call.get("id") or ""),
        str(function.get("name") or ""),
        next((function[key] for key in _ARGUMENTS if key in function), None),
        vendor or None,
    )


def _read_parts(content: Any, answer: Answer) -> None:
    """Content as a list of parts, or one part alone."""
    for part in content if isinstance(content, list) else [content]:
        kind = str((isinstance(part, dict) and part.get("type")) or "text")
        if kind in ("thinking", "reasoning", "reasoning_content"):
            answer.add_reasoning("".join(_texts(part)))
        elif kind == "refusal":
            answer.add_refusal("".join(_texts(part)))
        elif "text" in kind:
            answer.add_text("".join(_texts(part)))


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value of any shape: a string, a part, a list of parts, parts in a part."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key in ("text", "value", "thinking", "reasoning", "summary", "content", "refusal"):
            if key in value:
                yield from _texts(value[key])
                return


def _is_repeated(key: str, delta: Mapping[str, Any]) -> bool:
    """Gateways send the same thought under two names."""
    return any(delta.get(earlier) for earlier in _REASONING[: _REASONING.index(key)])


def _extend(vendor: dict[str, Any], key: str, value: Any) -> None:
    known = vendor.get(key)
    vendor[key] = known + value if isinstance(known, type(value)) and isinstance(value, (str, list)) else value


def _usage(usage: Any) -> Usage | None:
    if not isinstance(usage, dict):
        return None
    given, made = as_dict(usage.get("prompt_tokens_details")), as_dict(usage.get("completion_tokens_details"))
    return Usage(
        as_count(usage.get("prompt_tokens")),
        as_count(usage.get("completion_tokens")),
        as_count(given.get("cached_tokens"), usage.get("prompt_cache_hit_tokens")),
        as_count(made.get("reasoning_tokens")),
    )


DIALECT = ChatCompletions()
