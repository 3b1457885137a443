"""Arguments come in the types of the tool's schema where that is plain, and stay as they are where it is not."""

import json
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from orchestrator.llm.arguments.type_fitting import fit_types


class Scene(BaseModel):
    name: str
    seconds: float = 3


class Plan(BaseModel):
    title: str = ""
    scenes: list[Scene] = []
    words: list[str] = []
    seconds: float = 8
    count: int = 1
    bold: bool = False
    target: str | None = None
    format: Literal["wide", "tall"] = "wide"
    more: dict[str, Any] = {}
    scene: Scene | None = None
    size: int | str = 0


SCHEMA = Plan.model_json_schema()


@pytest.mark.parametrize(
    ("given", "fitted"),
    [
        ({"title": 2001}, {"title": "2001"}),
        ({"title": 1.5}, {"title": "1.5"}),
        ({"seconds": "8.5", "count": "3"}, {"seconds": 8.5, "count": 3}),
        ({"bold": "True"}, {"bold": True}),
        ({"scenes": '[{"name": "One"}]'}, {"scenes": [{"name": "One"}]}),
        ({"scenes": "[{'name': 'One', 'seconds': '3'}]"}, {"scenes": [{"name": "One", "seconds": 3}]}),
        ({"scenes": {"name": "One"}}, {"scenes": [{"name": "One"}]}),
        ({"scenes": '{"name": "One"}'}, {"scenes": [{"name": "One"}]}),
        ({"scenes": ['{"name": "One"}']}, {"scenes": [{"name": "One"}]}),
        ({"words": "Hello"}, {"words": ["Hello"]}),
        ({"target": "null"}, {"target": None}),
        ({"target": "None"}, {"target": None}),
        ({"more": '{"a": 1}'}, {"more": {"a": 1}}),
        ({"scene": '{"name": 7}'}, {"scene": {"name": "7"}}),
        ({"title": None}, {}),
        ({"format": " Wide"}, {"format": "wide"}),
    ],
)
def test_a_near_type_becomes_the_one_that_is_wanted(given: dict[str, Any], fitted: dict[str, Any]):
    assert json.loads(fit_types(json.dumps(given), SCHEMA)) == fitted
    Plan.model_validate_json(fit_types(json.dumps(given), SCHEMA))


@pytest.mark.parametrize(
    "given",
    [
        {"title": "2001", "target": None, "size": "3"},
        {"title": '{"a": 1}', "target": "[1]"},
        {"title": True},
        {"format": "wid"},
        {"title": ["a"]},
        {"seconds": "eight"},
        {"scenes": "[{"},
        {"scenes": 5},
        {"words": '["a", "b'},
        {"bold": "yes", "count": "1_000"},
        {"unknown": "5"},
        {"scene": "One"},
    ],
)
def test_anything_else_stays(given: dict[str, Any]):
    text = json.dumps(given)
    assert fit_types(text, SCHEMA) is text


@pytest.mark.parametrize("text", ['{"title": "Da', "5", "[]", "", '{"a": ' * 50_000])
def test_what_is_no_object_stays(text: str):
    assert fit_types(text, SCHEMA) is text


@pytest.mark.parametrize("schema", [{}, {"$ref": "#/$defs/none"}, {"properties": {"title": True}}, {"$ref": "#"}])
def test_a_schema_that_says_nothing_changes_nothing(schema: dict[str, Any]):
    assert fit_types('{"title": 5}', schema) == '{"title": 5}'
