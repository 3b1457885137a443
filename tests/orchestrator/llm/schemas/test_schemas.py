"""What is sent as a schema is taken by every server: by our own statement of each one's rules, which can say no."""

import copy
import json
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from orchestrator.llm.dialects.chat import DIALECT
from orchestrator.llm.interface import StepRequest
from orchestrator.llm.options import Options
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.schemas.answer_form import as_prompt
from orchestrator.tools import TOOLS
from orchestrator.tools.scene_agent.layers_form import layers_form
from orchestrator.tools.scene_agent.template_draft import SceneDraft, SceneEdit, form_of
from storyboard.templates import TEMPLATES

from . import schema_rules as rules

FORMS = {"draft": form_of(SceneDraft), "edit": form_of(SceneEdit)}
ARGUMENTS = {name: tool.spec().parameters for name, tool in TOOLS.items()}
TEMPLATE_FORMS = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
ALL_FORMS = {**FORMS, "layers": layers_form()}
EVERY_FORM = pytest.mark.parametrize("form", ALL_FORMS.values(), ids=ALL_FORMS)
EVERY_TOOL = pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)

FORM_RULES = (rules.openai_strict, rules.anthropic, rules.llama_cpp, rules.ollama, rules.openai_tool)
TOOL_RULES = (rules.openai_tool, rules.anthropic, rules.llama_cpp, rules.ollama, rules.small_template)


@pytest.mark.parametrize("rule", [*FORM_RULES, rules.is_plain_json], ids=lambda rule: rule.__name__)
@EVERY_FORM
def test_every_server_takes_the_form_of_a_scene(form, rule):
    assert rule(server_schemas.common(form.schema)) == []


@EVERY_FORM
def test_gemini_takes_the_form_of_a_scene(form):
    assert rules.gemini(server_schemas.for_google(form.schema)) == []


@pytest.mark.parametrize("rule", [*TOOL_RULES, rules.is_plain_json], ids=lambda rule: rule.__name__)
@EVERY_TOOL
def test_every_server_takes_the_arguments_of_every_tool(arguments, rule):
    assert rule(arguments) == []


@EVERY_TOOL
def test_gemini_takes_the_arguments_of_every_tool(arguments):
    assert rules.gemini(server_schemas.for_google(arguments)) == []


@EVERY_TOOL
def test_the_arguments_of_every_tool_can_be_made_strict(arguments):
    assert rules.openai_strict(server_schemas.common(arguments)) == []


def test_all_tools_together_keep_anthropics_limits_for_strict_ones():
    optional = sum(len(set(each["properties"]) - set(each.get("required", []))) for each in ARGUMENTS.values())
    assert (len(ARGUMENTS) <= 20, optional <= 24) == (True, True)


def test_all_tools_together_are_small_enough_to_be_sent_with_every_request():
    specs = [{"name": each.name, "about": each.description, "in": each.parameters} for each in map(_spec, TOOLS)]
    assert len(json.dumps(specs)) < 12_500


def _spec(name):
    return TOOLS[name].spec()


@TEMPLATE_FORMS
def test_a_form_is_small_enough_for_a_small_window(form):
    for options in (Options(form="schema"), Options(form="tool")):
        assert len(json.dumps(DIALECT.body("model", StepRequest("", (), form=form), options, ""))) < 10_000
    assert len(as_prompt(form)) < 6_000


def changed(schema: dict[str, Any], *path: Any, **new: Any) -> dict[str, Any]:
    """A copy whose schema at `path` has other keywords; None takes one out."""
    copied = copy.deepcopy(schema)
    node = copied
    for step in path:
        node = node[step]
    for key, value in new.items():
        node[key] = value
        if value is None:
            del node[key]
    return copied


FORM, TOOL = server_schemas.common(FORMS["draft"].schema), ARGUMENTS["plan_video"]
GOOGLE, GOOGLE_TOOL = server_schemas.for_google(FORM), server_schemas.for_google(TOOL)
SCENE = ("properties", "scene")
TITLE = (*SCENE, "anyOf", 0, "properties", "title")
HEADLINE = (*TITLE, "properties", "headline")
TWINS = FORM["properties"]["scene"]["anyOf"][:1] * 2
DEEP: dict[str, Any] = {"type": "string"}
for _ in range(6):
    DEEP = {"type": "object", "properties": {"in": DEEP}, "required": ["in"], "additionalProperties": False}
UNIONS = {f"p{n}": {"anyOf": [{"type": "number"}, {"type": "null"}]} for n in range(17)}

REFUSED = [
    (rules.openai_strict, changed(FORM, *HEADLINE, pattern="^a$")),
    (rules.openai_strict, changed(FORM, *HEADLINE, default="")),
    (rules.openai_strict, changed(FORM, *HEADLINE, type=None)),
    (rules.openai_strict, changed(FORM, *TITLE, required=["headline"])),
    (rules.openai_strict, changed(FORM, *TITLE, additionalProperties=None)),
    (rules.openai_strict, changed(FORM, *SCENE, anyOf=TWINS)),
    (rules.openai_strict, changed(FORM, *SCENE, anyOf=None, oneOf=TWINS)),
    (rules.openai_strict, changed(FORM, *SCENE, anyOf=[DEEP])),
    (rules.openai_strict, {"anyOf": [FORM]}),
    (rules.openai_strict, changed(FORM, *HEADLINE, enum=[str(n) for n in range(501)])),
    (rules.openai_tool, {"type": "object"}),
    (rules.openai_tool, changed(TOOL, "properties", "scenes", items=None)),
    (rules.openai_tool, changed(TOOL, "properties", **{"a b": {"type": "string"}})),
    (rules.small_template, changed(TOOL, "properties", "seconds", type=["number", "null"])),
    (rules.small_template, changed(TOOL, "properties", seconds={"anyOf": [{"type": "number"}, {"type": "null"}]})),
    (rules.small_template, changed(TOOL, required=[])),
    (rules.gemini, FORM),
    (rules.gemini, TOOL),
    (rules.gemini, changed(GOOGLE, *SCENE, description="One of these.")),
    (rules.gemini, changed(GOOGLE, *HEADLINE, const="a")),
    (rules.gemini, changed(GOOGLE, *HEADLINE, type=["string", "null"])),
    (rules.gemini, changed(GOOGLE, *HEADLINE, enum=["a", ""])),
    (rules.gemini, changed(GOOGLE, *HEADLINE, type="integer", enum=[1, 2])),
    (rules.gemini, changed(GOOGLE, *TITLE, properties={})),
    (rules.gemini, changed(GOOGLE, *TITLE, required=["headlines"])),
    (rules.gemini, changed(GOOGLE, *TITLE, type="string")),
    (rules.gemini, changed(GOOGLE_TOOL, "properties", "scenes", items=None)),
    (rules.gemini, {"$ref": "#/$defs/Scene", "$defs": {"Scene": FORM}}),
    (rules.anthropic, changed(FORM, *HEADLINE, maxLength=80)),
    (rules.anthropic, changed(FORM, *TITLE, additionalProperties=None)),
    (rules.anthropic, changed(TOOL, "properties", "scenes", minItems=2)),
    (rules.anthropic, changed(FORM, anyOf=[FORM])),
    (rules.anthropic, changed(FORM, "properties", **UNIONS)),
    (rules.anthropic, changed(FORM, "properties", **{f"p{n}": {"type": "string"} for n in range(25)})),
    (rules.anthropic, changed(FORM, *HEADLINE, enum=[{"a": 1}])),
    (rules.llama_cpp, changed(FORM, *HEADLINE, pattern=r"\S")),
    (rules.llama_cpp, changed(FORM, *HEADLINE, pattern=r"^\S$")),
    (rules.llama_cpp, changed(FORM, *HEADLINE, maxLength=5000)),
    (rules.llama_cpp, changed(FORM, *HEADLINE, type="text")),
    (rules.llama_cpp, {"$ref": "https://example.com/schema"}),
    (rules.llama_cpp, changed(FORM, "properties", x={"type": "string", "not": {"type": "string"}})),
    (rules.ollama, changed(TOOL, "properties", "seconds", minimum=1)),
    (rules.is_plain_json, changed(FORM, "properties", x={"$ref": "#/$defs/X"})),
]


@pytest.mark.parametrize(
    ("rule", "schema"), REFUSED, ids=[f"{rule.__name__}-{n}" for n, (rule, _) in enumerate(REFUSED)]
)
def test_each_rule_can_say_no(rule, schema):
    assert rule(schema) != []


class Inner(BaseModel):
    kind: Literal["only"]
    size: Annotated[float, Field(gt=0, lt=2)] = 1


class Outer(BaseModel):
    """What a model of ours may contain."""

    title: str = Field(min_length=1, max_length=80, pattern=r"\S", description="A title.")
    points: list[Annotated[str, Field(max_length=9)]] = Field(min_length=2, max_length=5)
    count: int = Field(default=1, ge=1, le=60)
    note: Annotated[str, Field(max_length=5)] | None = Field(default=None, description="Why.")
    mood: Literal["warm", "cool"] | None = None
    inner: Inner | None = Field(default=None, description="More of it.")
    both: Inner | int | None = None


OUTER = Outer.model_json_schema()
INNER = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["only"]},
        "size": {"type": "number", "description": "0 to 2, both excluded"},
    },
    "required": ["kind", "size"],
    "additionalProperties": False,
}
NULL = {"type": "null"}


def test_the_common_subset_says_bounds_in_words_and_requires_all():
    assert server_schemas.common(OUTER) == {
        "type": "object",
        "description": "What a model of ours may contain.",
        "properties": {
            "title": {"type": "string", "description": "A title; at most 80 characters"},
            "points": {
                "type": "array",
                "description": "2 to 5 entries",
                "items": {"type": "string", "description": "at most 9 characters"},
            },
            "count": {"type": "integer", "description": "1 to 60"},
            "note": {"type": "string", "description": 'Why; at most 5 characters; "" for none'},
            "mood": {"anyOf": [{"type": "string", "enum": ["warm", "cool"]}, NULL]},
            "inner": {"anyOf": [{**INNER, "description": "More of it."}, NULL]},
            "both": {"anyOf": [INNER, {"type": "integer"}, NULL]},
        },
        "required": ["title", "points", "count", "note", "mood", "inner", "both"],
        "additionalProperties": False,
    }


def test_the_arguments_of_a_tool_have_one_type_each_and_may_be_left_out():
    made = server_schemas.for_tool(OUTER)
    assert made["required"] == ["title", "points"]
    assert made["properties"]["note"] == {"type": "string", "description": "Why; at most 5 characters"}
    assert made["properties"]["mood"] == {"type": "string", "enum": ["warm", "cool"]}
    assert made["properties"]["inner"]["required"] == ["kind"]


def test_google_has_nullable_and_neither_const_nor_additional_properties():
    made = server_schemas.for_google(OUTER)
    assert rules.gemini(made) == []
    assert made["properties"]["note"] == {
        "type": "string",
        "description": "Why; at most 5 characters",
        "nullable": True,
    }
    assert made["properties"]["inner"]["nullable"] is True
    first, second = made["properties"]["both"]["anyOf"]
    assert (first["nullable"], second) == (True, {"type": "integer"})
    assert server_schemas.for_google({"type": "object", "properties": {}}) == {}


@pytest.mark.parametrize("make", [server_schemas.common, server_schemas.for_tool])
@pytest.mark.parametrize("schema", [OUTER, *(form.schema for form in ALL_FORMS.values()), *ARGUMENTS.values()])
def test_twice_is_as_once(make, schema):
    assert make(make(schema)) == make(schema)


ODD = {
    "a list of types": ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, NULL]}),
    "null among values": ({"enum": ["a", None]}, {"anyOf": [{"type": "string", "enum": ["a"]}, NULL]}),
    "null alone": ({"const": None}, NULL),
    "one value": ({"const": 3}, {"type": "integer", "enum": [3]}),
    "oneOf": (
        {"oneOf": [{"type": "integer"}, {"type": "string"}]},
        {"anyOf": [{"type": "integer"}, {"type": "string"}]},
    ),
    "allOf of one": ({"allOf": [{"type": "string"}], "description": "A."}, {"type": "string", "description": "A."}),
    "a union in a union": (
        {"anyOf": [{"anyOf": [{"type": "integer"}, NULL]}, {"type": "string"}]},
        {"anyOf": [{"type": "integer"}, {"type": "string"}, NULL]},
    ),
    "a union of one": ({"anyOf": [{"type": "integer"}]}, {"type": "integer"}),
    "a format": ({"type": "string", "format": "uuid"}, {"type": "string", "description": "format: uuid"}),
    "only a lower bound": ({"type": "integer", "minimum": 2}, {"type": "integer", "description": "at least 2"}),
}


@pytest.mark.parametrize(("odd", "plain"), ODD.values(), ids=ODD)
def test_each_way_to_say_something_becomes_the_one_that_all_servers_know(odd, plain):
    within = {"type": "object", "properties": {"x": odd}, "required": ["x"]}
    assert server_schemas.for_tool(within)["properties"]["x"] == plain


def test_a_property_may_be_called_as_a_keyword_is():
    names = ("pattern", "format", "title", "default", "const", "anyOf", "required", "$ref", "items", "type")
    schema = {"type": "object", "properties": {name: {"type": "string", "pattern": "a"} for name in names}}
    assert server_schemas.common(schema)["properties"] == {name: {"type": "string"} for name in names}
    assert list(
        server_schemas.without(server_schemas.common(schema), {"pattern", "format", "type"})["properties"]
    ) == list(names)


def test_a_recursive_schema_is_an_error_of_ours():
    schema = {"$ref": "#/$defs/Tree", "$defs": {"Tree": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}}
    with pytest.raises(ValueError, match="recursive: Tree > Tree"):
        server_schemas.common(schema)


def test_what_a_server_has_refused_is_taken_out_everywhere_and_said_in_words():
    made = server_schemas.without(server_schemas.common(OUTER), {"additionalProperties", "enum", "anyOf"})
    assert not {"additionalProperties", "enum", "anyOf"} & {key for _, node, _ in rules.nodes(made) for key in node}
    assert made["properties"]["mood"] == {"type": "string", "description": "one of: warm, cool"}
    assert made["properties"]["inner"]["description"] == "More of it."
    assert made["properties"]["both"]["properties"]["kind"] == {"type": "string", "description": "one of: only"}
    assert server_schemas.without(OUTER, set()) == OUTER


@TEMPLATE_FORMS
def test_a_scene_can_be_asked_for_without_a_union(form):
    made = server_schemas.without(server_schemas.common(form.schema), {"anyOf"})
    scene = made["properties"]["scene"]
    assert list(scene["properties"]) == list(TEMPLATES)
    assert scene["description"].endswith("exactly one of these")
    assert rules.gemini(server_schemas.for_google(made)) == []
    assert rules.small_template(made) == []
