"""The schemas that stand in the bodies of each dialect are taken by its servers: every tool, and each form of a scene."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from orchestrator.llm.dialects import anthropic, chat, google, responses
from orchestrator.llm.interface import ChatMessage, Picture, StepRequest
from orchestrator.llm.options import Options
from orchestrator.tools import TOOLS
from orchestrator.tools.scene_agent.template_draft import SceneDraft, SceneEdit, form_of
from tests.orchestrator.llm.schemas import schema_rules as rules

DIALECTS = {"chat": chat, "responses": responses, "anthropic": anthropic, "google": google}
FORMS = {"draft": form_of(SceneDraft), "edit": form_of(SceneEdit)}
SEEN = (Picture("image/png", b"png", "shot.png"),)
SPECS = tuple(tool.spec() for tool in TOOLS.values())
ON_TOOLS = {
    "chat": (rules.openai_tool, rules.llama_cpp, rules.ollama, rules.small_template),
    "responses": (rules.openai_tool, rules.llama_cpp),
    "anthropic": (rules.anthropic,),
    "google": (rules.gemini,),
}
ON_FORMS = {
    "chat": (rules.openai_strict, rules.llama_cpp, rules.ollama),
    "responses": (rules.openai_strict, rules.llama_cpp),
    "anthropic": (rules.anthropic,),
    "google": (rules.gemini,),
}
IN_BODIES = {"parameters", "input_schema", "schema", "responseSchema"}


def schemas_in(body: Any) -> Iterator[dict[str, Any]]:
    if isinstance(body, list):
        for each in body:
            yield from schemas_in(each)
    elif isinstance(body, dict):
        for key, value in body.items():
            if key in IN_BODIES:
                yield value
            else:
                yield from schemas_in(value)


def body_of(dialect: str, options: Options, **request: Any) -> dict[str, Any]:
    turns = (ChatMessage("user", "Go on.", pictures=SEEN),)
    return DIALECTS[dialect].DIALECT.body("a-model", StepRequest("You direct.", turns, **request), options, "origin")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_arguments_of_every_tool(dialect):
    sent = [*schemas_in(body_of(dialect, Options(), tools=SPECS))]
    without = sum(not tool.parameters["properties"] for tool in SPECS) if dialect == "google" else 0
    assert len(sent) == len(TOOLS) - without
    assert [problem for schema in sent for rule in ON_TOOLS[dialect] for problem in rule(schema)] == []


@pytest.mark.parametrize("way", ["schema", "tool"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_form_of_a_scene(dialect, form, way):
    [schema] = schemas_in(body_of(dialect, Options(form=way), form=form))
    assert [problem for rule in ON_FORMS[dialect] for problem in rule(schema)] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_form_in_the_prompt_is_no_schema(dialect, form):
    body = body_of(dialect, Options(form="prompt"), form=form)
    assert [*schemas_in(body)] == []
    assert "Answer with one JSON object and nothing else" in json.dumps(body)


@pytest.mark.parametrize("keyword", ["additionalProperties", "enum", "anyOf", "required", "description", "nullable"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_keyword_that_was_refused_is_in_no_schema(dialect, keyword):
    options = Options(schema_keywords=frozenset({keyword}))
    bodies = [
        body_of(dialect, options, tools=SPECS),
        *(body_of(dialect, options, form=form) for form in FORMS.values()),
    ]
    nodes = [node for body in bodies for schema in schemas_in(body) for _, node, _ in rules.nodes(schema)]
    assert len(nodes) > 60
    assert [node for node in nodes if keyword in node] == []
