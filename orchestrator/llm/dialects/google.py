"""Google's Gemini API (generateContent), as Vertex AI and several gateways speak it too."""

import re
from typing import Any
from urllib.parse import quote

from orchestrator.llm.dialects.google_contents import contents, text_part
from orchestrator.llm.dialects.google_decoder import GoogleDecoder
from orchestrator.llm.dialects.requests import effort_of, form_schema, limit_of, system_of, tool_schema
from orchestrator.llm.interface import AnswerForm, StepRequest
from orchestrator.llm.options import Options
from orchestrator.llm.schemas import server_schemas

_DOES_NOT_THINK = re.compile(r"gemini-(?:1|2\.0)|gemma|learnlm|-image")
_THINKS_BY_BUDGET = re.compile(r"gemini-2\.5")
# Of tokens; 0 turns thinking off, where a model can do without.
_BUDGETS = {"none": 0, "minimal": 512, "low": 1024, "medium": 8192}
_LARGEST_BUDGET = 24576
_LEVELS = {"none": "minimal", "minimal": "minimal", "low": "low", "medium": "medium"}


class GenerateContent:
    name = "google"

    def path(self, model: str) -> str:
        name = model if model.startswith(("models/", "tunedModels/", "publishers/")) else f"models/{model}"
        return f"/v1beta/{quote(name, safe='/@-._')}:streamGenerateContent?alt=sse"

    def headers(self, key: str) -> dict[str, str]:
        return {"x-goog-api-key": key} if key else {}

    def body(self, model: str, request: StepRequest, options: Options, origin: str) -> dict[str, Any]:
        config: dict[str, Any] = {"maxOutputTokens": limit_of(request, options)}
        if thinking := _thinking(model, effort_of(request, options)):
            config["thinkingConfig"] = thinking
        body = {
            **_system(system_of(request, options), contents(model, request, options, origin), options),
            "generationConfig": config,
        }
        if request.form and options.form == "schema":
            config |= {
                "responseMimeType": "application/json",
                "responseSchema": _schema(form_schema(request.form, options), options),
            }
        elif request.form and options.form == "tool":
            body |= _form_tool(request.form, options)
        elif request.tools and not request.form:
            tools = [(tool.name, tool.description, tool_schema(tool, options)) for tool in request.tools]
            body["tools"] = _functions(tools, options)
        return body

    def decoder(self) -> GoogleDecoder:
        return GoogleDecoder()


DIALECT = GenerateContent()


def _system(system: str, made: list[dict[str, Any]], options: Options) -> dict[str, Any]:
    parts = text_part(system)
    if options.system != "user":
        return {**({"systemInstruction": {"parts": parts}} if parts else {}), "contents": made}
    if made and made[0]["role"] == "user":
        first = {**made[0], "parts": [*parts, *made[0]["parts"]]}
        return {"contents": [first, *made[1:]]}
    return {"contents": [{"role": "user", "parts": parts}, *made]}


def _thinking(model: str, effort: str) -> dict[str, Any]:
    """https://ai.google.dev/gemini-api/docs/thinking; {} for a model that refuses to be asked."""
    if _DOES_NOT_THINK.search(model):
        return {}
    shown = {} if effort == "none" else {"includeThoughts": True}
    if not effort:
        return shown
    if _THINKS_BY_BUDGET.search(model):
        return {**shown, "thinkingBudget": _BUDGETS.get(effort, _LARGEST_BUDGET)}
    return {**shown, "thinkingLevel": _LEVELS.get(effort, "high")}


def _form_tool(form: AnswerForm, options: Options) -> dict[str, Any]:
    tools = _functions([(form.name, form.description, form_schema(form, options))], options)
    choice = {"toolConfig": {"functionCallingConfig": {"mode": "ANY"}}} if options.tool_choice else {}
    return {"tools": tools, **choice}


def _functions(tools: list[tuple[str, str, dict[str, Any]]], options: Options) -> list[dict[str, Any]]:
    return [{"functionDeclarations": [_function(*tool, options) for tool in tools]}]


def _function(name: str, description: str, schema: dict[str, Any], options: Options) -> dict[str, Any]:
    """Parameters that are an object without properties are refused."""
    parameters = _schema(schema, options)
    return {"name": name, "description": description, **({"parameters": parameters} if parameters else {})}


def _schema(schema: dict[str, Any], options: Options) -> dict[str, Any]:
    """What was refused may be a keyword that only this API has."""
    return server_schemas.without(server_schemas.for_google(schema), options.schema_keywords)
