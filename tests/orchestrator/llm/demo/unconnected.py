"""Short ways to hear what answers while no model is connected."""

import json
from typing import Any

from orchestrator.llm.demo import connect
from orchestrator.llm.interface import ChatMessage, StepRequest, ToolSpec
from orchestrator.llm.message_order import alternate
from orchestrator.tools import TOOLS
from tests.orchestrator.llm.conversation import Answer, answer

SPECS = tuple(ToolSpec(name, "", {}) for name in TOOLS)
NO_VIDEO = "There is no video yet."
FIVE_SCENES = 'The video has 5 scenes, 20 seconds, landscape, warm colours: 1 "Opening" (title, 4 s).'


async def hear(message: str, system: str = NO_VIDEO) -> Answer:
    """The first step of the answer."""
    return await answer(connect(""), StepRequest(system, (ChatMessage("user", message),), SPECS))


async def hear_end(
    message: str, result: dict[str, Any], system: str = FIVE_SCENES, added: tuple[ChatMessage, ...] = ()
) -> Answer:
    """The step after the tools have answered the calls of the first one with `result`, and something was `added`."""
    first = await hear(message, system)
    results = (ChatMessage("tool", json.dumps(result), tool_request_id=call.id) for call in first.tool_requests)
    turns = [ChatMessage("user", message), ChatMessage("assistant", first.text, first.tool_requests), *results, *added]
    return await answer(connect(""), StepRequest(system, tuple(alternate(turns)), SPECS))


def calls(heard: Answer) -> dict[str, dict[str, Any]]:
    return {call.name: json.loads(call.arguments) for call in heard.tool_requests}


def briefs(heard: Answer) -> list[str]:
    """What the scenes of the plan are to be."""
    return [scene["brief"] for scene in calls(heard)["plan_video"]["scenes"]]
