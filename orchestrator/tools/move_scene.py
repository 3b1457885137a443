"""Puts a scene in another place."""

from pydantic import Field

from orchestrator.tools.scene_arguments import ScenePlace, SceneTarget
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect, one_scene
from storyboard import operations
from storyboard.schema import Storyboard


class MoveSceneArguments(Arguments):
    target: SceneTarget
    to: ScenePlace = Field(description="Its place afterwards, from 1.")


class MoveScene(Tool[MoveSceneArguments]):
    name = "move_scene"
    description = "Move one scene to another place in the order."
    arguments = MoveSceneArguments

    def title(self, arguments: MoveSceneArguments) -> str:
        return f"Moving {arguments.target} to place {arguments.to}"

    async def run(self, context: ToolContext, arguments: MoveSceneArguments) -> Commit:
        def change(document: Storyboard, focus: str | None) -> Storyboard:
            scene_id = one_scene(document, arguments.target, focus, "move")
            return operations.move_scene(document, scene_id, arguments.to - 1)

        return change_effect(context, change)
