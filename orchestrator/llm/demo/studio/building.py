"""The second step of a new video: the plan stands, its scenes are built side by side."""

from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.reply import Reply, ToolCall
from orchestrator.llm.demo.studio.making import CANNOT


def scenes(talk: Conversation) -> Reply | None:
    """None: no plan was made in this turn, or its scenes were asked for already."""
    plan = next((answer for answer in talk.tool_answers if answer.tool == "plan_video" and not answer.error), None)
    if plan is None or any(answer.tool == "add_scene" for answer in talk.tool_answers):
        return None
    wanted = [scene for scene in plan.result.get("scenes", []) if isinstance(scene, dict)]
    calls = tuple(
        ToolCall("add_scene", {name: scene.get(name) for name in ("name", "brief", "seconds")}) for scene in wanted
    )
    lead = "The plan stands; now the scene." if len(calls) == 1 else "The plan stands; now the scenes, all at once."
    return Reply(CANNOT, calls, lead) if calls else None
