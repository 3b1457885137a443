"""What a tool may be called without, a model may also write as null or "": that is the same as leaving it out."""

import json
from uuid import UUID

import pytest

from orchestrator.agents import TOOLS
from orchestrator.agents.plan_video import PlanVideoArguments
from orchestrator.llm.interface import ToolRequest
from orchestrator.turn import _parse

SCENE = {"name": "One", "brief": "Say hello."}
FEWEST = {
    "set_title": {"title": "Dawn"},
    "ask_user": {"question": "Which?"},
    "plan_video": {"seconds": 8, "palette": "warm", "scenes": [SCENE]},
    "add_scene": SCENE,
    "edit_scene": {"target": "1", "instruction": "Louder."},
    "read_scene": {"target": "1"},
    "delete_scenes": {"targets": "1"},
    "move_scene": {"target": "1", "to": 2},
    "set_duration": {"seconds": 4},
    "set_style": {"palette": "ocean"},
    "set_format": {"format": "square"},
    "add_asset": {"pattern": "dots"},
    "undo_change": {},
    "export_video": {},
}


def parsed(name, arguments):
    arguments, problem = _parse(TOOLS[name], ToolRequest("call_1", name, json.dumps(arguments)))
    assert problem == ""
    return arguments


def test_every_tool_is_tried():
    assert FEWEST.keys() == TOOLS.keys()


@pytest.mark.parametrize("blank", [None, "", " "], ids=["null", "empty", "space"])
@pytest.mark.parametrize("name", FEWEST)
def test_a_blank_for_what_may_be_left_out_is_as_leaving_it_out(name, blank):
    fewest = FEWEST[name]
    optional = set(TOOLS[name].spec().parameters["properties"]) - set(fewest)
    assert parsed(name, {**dict.fromkeys(optional, blank), **fewest}) == parsed(name, fewest)


def test_a_blank_within_a_list_is_as_leaving_it_out():
    plan = {**FEWEST["plan_video"], "scenes": [{**SCENE, "seconds": None}]}
    assert parsed("plan_video", plan) == parsed("plan_video", FEWEST["plan_video"])


@pytest.mark.parametrize("name", ["set_title", "add_scene", "set_duration"])
def test_a_blank_for_what_is_needed_is_a_wrong_call(name):
    arguments, problem = _parse(TOOLS[name], ToolRequest("call_1", name, json.dumps(dict.fromkeys(FEWEST[name], None))))
    assert arguments is None
    assert all(needed in problem for needed in FEWEST[name])


def test_a_list_may_come_as_a_string():
    plan = parsed("plan_video", {**FEWEST["plan_video"], "scenes": json.dumps([SCENE])})
    assert isinstance(plan, PlanVideoArguments)
    assert [scene.name for scene in plan.scenes] == ["One"]
    assert parsed("ask_user", {"question": "Which?", "options": '["A", "B"]'}).options == ["A", "B"]


def test_what_is_no_json_is_said_to_be_none():
    _, problem = _parse(
        TOOLS["plan_video"], ToolRequest("1", "plan_video", '{"seconds": 8, "palette": "a", "scenes": "[oops"}')
    )
    assert "scenes" in problem


def test_an_id_is_still_checked():
    asset = UUID(int=1)
    assert parsed("add_asset", {"asset_id": str(asset), "pattern": None}).asset_id == asset
    _, problem = _parse(TOOLS["add_asset"], ToolRequest("1", "add_asset", '{"asset_id": "coffee.png"}'))
    assert "asset_id" in problem
