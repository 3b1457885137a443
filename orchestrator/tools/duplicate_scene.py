"""Makes a scene once more."""

from pydantic import Field

from orchestrator.tools.scene_arguments import ScenePlace, SceneTarget
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect, one_scene
from storyboard import operations
from storyboard.schema import Storyboard


class DuplicateSceneArguments(Arguments):
    target: SceneTarget
    to: ScenePlace | None = Field(default=None, description="The copy's place; without it right behind the scene.")


class DuplicateScene(Tool[DuplicateSceneArguments]):
    name = "duplicate_scene"
    description = "Make a copy of one scene."
    arguments = DuplicateSceneArguments

    def title(self, arguments: DuplicateSceneArguments) -> str:
        return f"Copying {arguments.target}"

    async def run(self, context: ToolContext, arguments: DuplicateSceneArguments) -> Commit:
        def change(document: Storyboard, focus: str | None) -> Storyboard:
            scene_id = one_scene(document, arguments.target, focus, "copy")
            return operations.duplicate_scene(document, scene_id, arguments.to and arguments.to - 1)

        return change_effect(context, change)
