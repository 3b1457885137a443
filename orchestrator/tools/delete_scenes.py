"""Takes scenes out of the video."""

from pydantic import Field

from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect
from storyboard import operations
from storyboard.scene_targets import resolve


class DeleteScenesArguments(Arguments):
    targets: str = Field(min_length=1, max_length=200, description='Numbers, names or ids: "3 and 4", "the CTA scene".')


class DeleteScenes(Tool[DeleteScenesArguments]):
    name = "delete_scenes"
    description = "Delete one or several scenes; the others stay as they are."
    arguments = DeleteScenesArguments

    def title(self, arguments: DeleteScenesArguments) -> str:
        return f"Deleting {arguments.targets}"

    async def run(self, context: ToolContext, arguments: DeleteScenesArguments) -> Commit:
        return change_effect(
            context,
            lambda document, focus: operations.delete_scenes(document, resolve(document, arguments.targets, focus)),
        )
