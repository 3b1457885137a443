"""Anthropic's Messages, which gateways, DeepSeek, Kimi, GLM and llama.cpp speak too."""

from typing import Any

from orchestrator.llm.dialects.anthropic_decoder import AnthropicDecoder
from orchestrator.llm.dialects.anthropic_messages import write_messages
from orchestrator.llm.dialects.anthropic_thinking import thinking, with_budget
from orchestrator.llm.dialects.requests import effort_of, form_schema, limit_of, system_of, tool_schema
from orchestrator.llm.interface import AnswerForm, StepRequest
from orchestrator.llm.options import Options

VERSION = "2023-06-01"  # of the API; there is no other
_CACHED = {"cache_control": {"type": "ephemeral"}}


class Messages:
    name = "anthropic"

    def path(self, model: str) -> str:
        return "/v1/messages"

    def headers(self, key: str) -> dict[str, str]:
        return {"anthropic-version": VERSION, **({"x-api-key": key} if key else {})}

    def body(self, model: str, request: StepRequest, options: Options, origin: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": model,
            "max_tokens": limit_of(request, options),
            **_system(system_of(request, options)),
            "messages": write_messages(request, options, origin),
            "stream": True,
        }
        if request.form:
            body |= _form(request.form, options)
        elif request.tools:
            tools = [_tool(tool.name, tool.description, tool_schema(tool, options)) for tool in request.tools]
            body["tools"] = [*tools[:-1], {**tools[-1], **_CACHED}]
        return with_budget(_with_thinking(body, thinking(model, effort_of(request, options), options)), options)

    def decoder(self) -> AnthropicDecoder:
        return AnthropicDecoder()


DIALECT = Messages()


def _system(system: str) -> dict[str, Any]:
    """What stands before the conversation is the same in each step: the provider need not read it anew."""
    return {"system": [{"type": "text", "text": system, **_CACHED}]} if system.strip() else {}


def _form(form: AnswerForm, options: Options) -> dict[str, Any]:
    schema = form_schema(form, options)
    if options.form == "schema":
        return {"output_config": {"format": {"type": "json_schema", "schema": schema}}}
    if options.form == "prompt":
        return {}
    choice = {"tool_choice": {"type": "tool", "name": form.name}} if options.tool_choice else {}
    return {"tools": [_tool(form.name, form.description, schema)], **choice}


def _tool(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "description": description, "input_schema": schema}


def _with_thinking(body: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """A call that is forced is made without thinking, or refused with it."""
    if body.get("tool_choice", {}).get("type") == "tool":
        asked = {}
    config = {**asked.get("output_config", {}), **body.get("output_config", {})}
    return {**body, **asked, **({"output_config": config} if config else {})}
