"""Changes what one scene says, what it is called, or how heavy its words are; nothing else."""

from typing import Any

from pydantic import Field

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.video import changed, one_scene
from projects.storyboard import operations
from projects.storyboard.changes import OperationRefused
from projects.storyboard.formats import format_of
from projects.storyboard.operations.finding import index_of
from projects.storyboard.relayout import with_slots
from projects.storyboard.schema import Storyboard


class EditSceneArguments(Arguments):
    target: str = Field(min_length=1, max_length=120, description="Its number, its name or its id.")
    name: str | None = Field(default=None, min_length=1, max_length=60)
    slots: dict[str, Any] | None = Field(default=None, description="The slots of its template that change.")
    bold: bool | None = Field(default=None, description="True: its words become as heavy as they can be.")


class EditScene(Tool[EditSceneArguments]):
    name = "edit_scene"
    description = "Change the words, the name or the weight of one scene. Every other scene stays as it is."
    arguments = EditSceneArguments

    def title(self, arguments: EditSceneArguments) -> str:
        return f"Editing {arguments.target}"

    async def run(self, context: ToolContext, arguments: EditSceneArguments) -> Commit:
        def change(document: Storyboard, focus: str | None) -> Storyboard:
            scene_id = one_scene(document, arguments.target, focus, "edit")
            if arguments.slots:
                document = _retold(document, scene_id, arguments.slots)
            if arguments.bold:
                document = operations.emphasise(document, scene_id)
            return operations.rename_scene(document, scene_id, arguments.name) if arguments.name else document

        return changed(context, change)


def _retold(document: Storyboard, scene_id: str, slots: dict[str, Any]) -> Storyboard:
    scene = document.scenes[index_of(document, scene_id)]
    changed_scene = with_slots(scene, format_of(document.canvas), slots)
    if changed_scene is None:
        raise OperationRefused(f"The scene “{scene.name}” does not take these slots: {', '.join(slots)}.")
    return operations.replace_scene(document, scene_id, changed_scene)
