"""Short ways to hear the demo director."""

import json

from orchestrator.llm.demo import connect, plan
from orchestrator.llm.demo.plan import Plan
from orchestrator.llm.interface import StepRequest, ToolRequest, Turn

from .conversation import TOOLS, answer, said

COFFEE = "Make a 20 second intro for a coffee shop in warm colours"


async def reply(*messages: str, **options) -> str:
    """What the director says after `messages`, without any tool at hand."""
    return (await answer(connect(""), said(*messages, tools=(), **options))).text


async def planned(*messages: str) -> Plan:
    found = plan.find(await reply(*messages))
    assert found, "no plan in the answer"
    return found


async def edited(change: str) -> tuple[Plan, Plan]:
    """The plan of the coffee shop, and the same after one message."""
    first = await reply(COFFEE)
    return plan.find(first), await planned(COFFEE, first, change)


async def called(*messages: str) -> tuple[str, dict]:
    """The one tool call after `messages`: its name and arguments."""
    [call] = (await answer(connect(""), said(*messages))).tool_requests
    return call.name, json.loads(call.arguments)


def after_tool(message: str, text: str, call: ToolRequest, result: dict) -> StepRequest:
    asked = Turn("assistant", text, (call,))
    told = Turn("tool", json.dumps(result), tool_request_id=call.id)
    return StepRequest("", (Turn("user", message), asked, told), TOOLS)
