"""What all dialects do in the same way with a request and its options."""

from collections.abc import Iterable
from typing import Any

from orchestrator.llm.interface import AnswerForm, StepRequest, ToolSpec
from orchestrator.llm.options import Options
from orchestrator.llm.schemas import answer_form, server_schemas


def system_of(request: StepRequest, options: Options) -> str:
    """The system prompt, with the form of the answer in words where the server knows no other way."""
    in_words = request.form is not None and options.form == "prompt"
    return request.system + (answer_form.as_prompt(request.form) if in_words and request.form else "")


def without_fields(body: Any, dropped: Iterable[str]) -> Any:
    """The body without the fields that this server refuses. A dotted path names one within another, and in each entry of a list."""
    for path in dropped:
        body = _without(body, path.split("."))
    return body


def _without(value: Any, path: list[str]) -> Any:
    """What is empty without the field goes, too: servers refuse `stream_options: {}`."""
    if isinstance(value, list):
        return [_without(each, path) for each in value]
    field, *rest = path
    if not isinstance(value, dict) or field not in value:
        return value
    inner = _without(value[field], rest) if rest else None
    if inner or (rest and not value[field]):
        return {**value, field: inner}
    return {key: each for key, each in value.items() if key != field}


def limit_of(request: StepRequest, options: Options) -> int:
    """Tokens of output."""
    return min(request.max_output_tokens, options.output_limit or request.max_output_tokens)


def effort_of(request: StepRequest, options: Options) -> str:
    return options.effort or request.effort


def form_schema(form: AnswerForm, options: Options) -> dict[str, Any]:
    return server_schemas.without(server_schemas.common(form.schema), options.schema_keywords)


def tool_schema(tool: ToolSpec, options: Options) -> dict[str, Any]:
    return server_schemas.without(tool.parameters, options.schema_keywords)
