"""OpenAI's Responses API. Nothing is stored there: what it wants back comes encrypted, and goes back with the next step."""

from typing import Any

from orchestrator.llm.dialects.requests import effort_of, form_schema, limit_of, system_of, tool_schema
from orchestrator.llm.dialects.responses_decoder import ResponsesDecoder
from orchestrator.llm.dialects.responses_input import input_items, text_message
from orchestrator.llm.interface import AnswerForm, StepRequest, ToolSpec
from orchestrator.llm.options import Options


class Responses:
    name = "responses"

    def path(self, model: str) -> str:
        return "/responses"

    def headers(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def body(self, model: str, request: StepRequest, options: Options, origin: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": model,
            **_system(system_of(request, options), input_items(request, options, origin), options),
            "max_output_tokens": limit_of(request, options),
            "reasoning": _reasoning(effort_of(request, options)),
            "include": ["reasoning.encrypted_content"],
            "store": False,
            "stream": True,
        }
        if request.form:
            body |= _form(request.form, options)
        elif request.tools:
            body["tools"] = [_tool(tool, options) for tool in request.tools]
        return body

    def decoder(self) -> ResponsesDecoder:
        return ResponsesDecoder()


DIALECT = Responses()


def _system(system: str, items: list[dict[str, Any]], options: Options) -> dict[str, Any]:
    if options.system == "system":
        return {"instructions": system, "input": items}
    message = text_message(options.system, system)
    if items and items[0].get("role") == options.system:  # two of one role in a row are refused by some chat templates
        message["content"] += items.pop(0)["content"]
    return {"input": [message, *items]}


def _reasoning(effort: str) -> dict[str, str]:
    summary = {} if effort == "none" else {"summary": "auto"}
    return {**({"effort": effort} if effort else {}), **summary}


def _form(form: AnswerForm, options: Options) -> dict[str, Any]:
    schema = form_schema(form, options)
    if options.form == "schema":
        asked = {"name": form.name, "description": form.description, "schema": schema}
        strict = {} if "strict" in options.dropped else {"strict": True}
        return {"text": {"format": {"type": "json_schema", **asked, **strict}}}
    if options.form == "prompt":
        return {}
    tool = _function(form.name, form.description, schema, options)
    return {"tools": [tool], **({"tool_choice": "required"} if options.tool_choice else {})}


def _tool(tool: ToolSpec, options: Options) -> dict[str, Any]:
    return _function(tool.name, tool.description, tool_schema(tool, options), options)


def _function(name: str, description: str, parameters: dict[str, Any], options: Options) -> dict[str, Any]:
    # By default this API makes a schema strict: every property required.
    strict = {} if "strict" in options.dropped else {"strict": False}
    return {"type": "function", "name": name, "description": description, "parameters": parameters, **strict}
