"""What a tool may be called without, a model may also write as null or "": that is the same as leaving it out."""

import json
from uuid import UUID

import pytest

from orchestrator.llm.interface import ToolRequest
from orchestrator.tools import TOOLS
from orchestrator.tools.plan_video import PlanVideoArguments
from orchestrator.turn.tool_arguments import check_request

SCENE = {"name": "One", "brief": "Say hello."}


def example(schema):
    """The least that a schema takes."""
    match schema["type"]:
        case "object":
            return {name: example(schema["properties"][name]) for name in schema.get("required", ())}
        case "array":
            return [example(schema["items"])]
        case "string":
            return schema.get("enum", ["1"])[0]
        case "boolean":
            return True
        case _:
            return 2


FEWEST = {name: example(tool.spec().parameters) for name, tool in TOOLS.items()}
FEWEST["add_asset"] = {"pattern": "dots"}  # this or an upload
FEWEST["edit_scene"] |= {"instruction": "1"}  # this or a change
FEWEST["set_format"] = {"format": "square"}  # this or the frames a second


def parsed(name, arguments):
    checked = check_request(ToolRequest("call_1", name, json.dumps(arguments)), TOOLS)
    assert checked.problem == ""
    return checked.arguments


@pytest.mark.parametrize("blank", [None, "", " "], ids=["null", "empty", "space"])
@pytest.mark.parametrize("name", FEWEST)
def test_a_blank_for_what_may_be_left_out_is_as_leaving_it_out(name, blank):
    fewest = FEWEST[name]
    optional = set(TOOLS[name].spec().parameters["properties"]) - set(fewest)
    assert parsed(name, {**dict.fromkeys(optional, blank), **fewest}) == parsed(name, fewest)


def test_a_blank_within_a_list_is_as_leaving_it_out():
    plan = FEWEST["plan_video"]
    [scene] = plan["scenes"]
    assert parsed("plan_video", {**plan, "scenes": [{**scene, "seconds": None}]}) == parsed("plan_video", plan)


@pytest.mark.parametrize("name", ["set_title", "add_scene", "set_duration"])
def test_a_blank_for_what_is_needed_is_a_wrong_call(name):
    checked = check_request(ToolRequest("call_1", name, json.dumps(dict.fromkeys(FEWEST[name], None))), TOOLS)
    assert checked.arguments is None
    assert all(needed in checked.problem for needed in FEWEST[name])


def test_a_list_may_come_as_a_string():
    plan = parsed("plan_video", {**FEWEST["plan_video"], "scenes": json.dumps([SCENE])})
    assert isinstance(plan, PlanVideoArguments)
    assert [scene.name for scene in plan.scenes] == ["One"]
    assert parsed("ask_user", {"question": "Which?", "options": '["A", "B"]'}).options == ["A", "B"]


def test_what_is_no_json_is_said_to_be_none():
    problem = check_request(
        ToolRequest("1", "plan_video", '{"seconds": 8, "palette": "a", "scenes": "[oops"}'), TOOLS
    ).problem
    assert "scenes" in problem


def test_an_id_is_still_checked():
    asset = UUID(int=1)
    assert parsed("add_asset", {"asset_id": str(asset), "pattern": None}).asset_id == asset
    problem = check_request(ToolRequest("1", "add_asset", '{"asset_id": "coffee.png"}'), TOOLS).problem
    assert "asset_id" in problem
