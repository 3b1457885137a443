"""Short ways to hear the demo director where scenes can be built."""

import json
from typing import Any

from orchestrator.agents import TOOLS
from orchestrator.agents.scene_draft import D, SceneDraft, SceneEdit, added, form_of
from orchestrator.briefing import describe_video
from orchestrator.llm.demo import connect
from orchestrator.llm.interface import StepRequest, ToolRequest, ToolSpec, Turn
from projects.storyboard.compose import SceneBrief, blank, draft, planned
from projects.storyboard.schema import Storyboard

from .conversation import Answer, answer

SPECS = tuple(ToolSpec(name, "", {}) for name in TOOLS)
UNTITLED = "The project is called 'Untitled' (a placeholder until you name it).\n"
NAMED = "The project is called 'Coffee Shop Intro' (you chose this name).\n"
SCENES = [
    SceneBrief("Opening", "title", {"headline": "Coffee Shop"}),
    SceneBrief("Highlights", "feature_list", {"title": "Why?", "features": ["Fresh", "Warm"]}),
    SceneBrief("Call to action", "call_to_action", {"headline": "Come in", "button": "Visit"}),
    SceneBrief("Logo", "logo_sting", {"name": "Coffee Shop"}),
]
NO_VIDEO = UNTITLED + describe_video(None)


def video(scenes: list[SceneBrief] = SCENES, chosen: int | None = None) -> str:
    """The briefing of a coffee shop's video of 20 seconds; `chosen`: the number of the scene that is chosen."""
    made = draft(format="landscape", palette="warm", seconds=20, scenes=scenes)
    return NAMED + describe_video(made, made.scenes[chosen - 1].id if chosen else "")


def asked(*messages: str, system: str = NO_VIDEO) -> StepRequest:
    """The person's messages, each but the last one answered with "Done."."""
    turns = [Turn("user", messages[0])]
    for message in messages[1:]:
        turns += [Turn("assistant", "Done."), Turn("user", message)]
    return StepRequest(system, tuple(turns), SPECS)


def arguments(call: ToolRequest) -> dict[str, Any]:
    return {name: value for name, value in json.loads(call.arguments).items() if value is not None}


async def calls(*messages: str, system: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """What the director calls where there is the video of the coffee shop, or `system`."""
    whole = await answer(connect(""), asked(*messages, system=video() if system is None else system))
    return [(call.name, arguments(call)) for call in whole.tool_requests]


async def said(*messages: str, system: str | None = None) -> str:
    """What the director answers in words alone."""
    whole = await answer(connect(""), asked(*messages, system=video() if system is None else system))
    assert whole.tool_requests == ()
    return whole.text


async def plan(brief: str) -> dict[str, Any]:
    found = [given for name, given in await calls(brief, system=NO_VIDEO) if name == "plan_video"]
    assert len(found) == 1, "no video is planned"
    return found[0]


async def built(given: dict[str, Any]) -> Storyboard:
    """The document that a plan and its scenes become, as the tools and the director make it."""
    spans = planned(given["seconds"], [each["seconds"] for each in given["scenes"]])
    document = blank(given["format"], given["palette"])
    for scene, seconds in zip(given["scenes"], spans, strict=True):
        draft = await drafted(scene["name"], scene["brief"])
        document = added(document, scene["name"], draft, seconds, len(document.scenes))
    return document


async def drafted(name: str, brief: str, project: str = "Coffee Shop Intro") -> SceneDraft:
    """What the director answers as the scene agent to a brief."""
    facts = {"project": project, "scene": name, "brief": brief, "seconds": 4, "format": "landscape", "pictures": {}}
    return await _written(SceneDraft, facts)


async def edited(template: str | None, instruction: str) -> dict[str, Any]:
    """What it answers to an instruction, as far as it wants something changed."""
    scene = {"name": "A scene", "seconds": 4, "template": template, "slots": {}, "texts": {}, "numbers": ["number"]}
    edit = await _written(SceneEdit, {"project": "", "scene": scene, "instruction": instruction})
    return edit.model_dump(exclude_defaults=True, exclude_none=True)


async def _written(wanted: type[D], facts: dict[str, Any]) -> D:
    request = StepRequest("", (Turn("user", json.dumps(facts)),), form=form_of(wanted))
    return wanted.model_validate_json((await answer(connect(""), request)).text)


async def answered(request: StepRequest, *results: dict[str, Any]) -> StepRequest:
    """The request of the step after this one, when the tools have answered its calls with `results`."""
    step = await answer(connect(""), request)
    assert len(step.tool_requests) == len(results), step.tool_requests
    told = tuple(
        Turn("tool", json.dumps(result), tool_request_id=call.id)
        for call, result in zip(step.tool_requests, results, strict=True)
    )
    return StepRequest(request.system, (*request.turns, Turn("assistant", step.text, step.tool_requests), *told), SPECS)


async def closed(message: str, *results: dict[str, Any], system: str | None = None) -> Answer:
    """The step after the tools have answered the calls of the first one with `results`."""
    request = asked(message, system=video() if system is None else system)
    return await answer(connect(""), await answered(request, *results))
