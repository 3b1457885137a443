"""Changes one scene, as the scene agent understands an instruction; nothing else."""

from typing import Any

from pydantic import Field

from orchestrator.agents import scene_agent
from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.quoted_words import note_missing
from orchestrator.agents.scene_draft import SceneEdit, edited
from orchestrator.agents.video import NOTHING, change_effect, load_video, note_of, one_scene
from projects.database import persist
from projects.storyboard.changes import OperationRefused, with_changes
from projects.storyboard.formats import format_of
from projects.storyboard.layers import Counter, Text
from projects.storyboard.operations.finding import index_of
from projects.storyboard.schema import Scene, Storyboard

UNCHANGED = "The scene is like that already, or that is nothing that edit_scene can do."


class EditSceneArguments(Arguments):
    target: str = Field(min_length=1, max_length=120, description="Its number, its name or its id.")
    instruction: str = Field(
        min_length=1, max_length=1000, pattern=r"\S", description="What shall be different; exact words in quotes."
    )


class EditScene(Tool[EditSceneArguments]):
    name = "edit_scene"
    description = (
        "Change one scene: its words, name, template, weight, or how a text comes in. Not its length: see set_duration. "
        "Every other scene stays as it is."
    )
    arguments = EditSceneArguments

    def title(self, arguments: EditSceneArguments) -> str:
        return f"Editing {arguments.target}"

    async def run(self, context: ToolContext, arguments: EditSceneArguments) -> Commit:
        video = await persist(load_video)(context.project_id)
        scene_id = one_scene(video.document, arguments.target, video.focus, "edit")
        scene = video.document.scenes[index_of(video.document, scene_id)]
        facts = {
            "project": video.title,
            "scene": _describe(scene),
            "instruction": arguments.instruction,
            "format": format_of(video.document.canvas).name,
            "pictures": {name: asset.alt for name, asset in video.document.assets.items()},
        }
        alone = with_changes(video.document, scenes=(scene,))

        def attempt(edit: SceneEdit) -> None:
            """Without what no other answer could mend: a scene may be as bold as it can be."""
            edited(alone, scene_id, edit.model_copy(update={"bold": False}))

        edit = await scene_agent.write(context, SceneEdit, facts, attempt)

        def change(document: Storyboard, focus: str | None) -> Storyboard:
            after = edited(document, scene_id, edit)
            if after == document:
                raise OperationRefused(f"{NOTHING} {UNCHANGED}")
            return after

        def remark(before: Storyboard, after: Storyboard) -> dict[str, Any]:
            was, now = (each.scenes[index_of(each, scene_id)] for each in (before, after))
            return note_of(note_missing(arguments.instruction, was, now))

        return change_effect(context, change, remark)


def _describe(scene: Scene) -> dict[str, object]:
    """The scene as the agent needs to know it: with its layers, that one of them can be named."""
    return {
        "name": scene.name,
        "seconds": scene.duration,
        "template": scene.template and scene.template.name,
        "slots": scene.template and scene.template.slots,
        "texts": {layer.id: layer.text for layer in scene.layers if isinstance(layer, Text)},
        "numbers": [layer.id for layer in scene.layers if isinstance(layer, Counter)],
    }
