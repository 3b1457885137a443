"""Changes one scene, as the scene agent understands an instruction; nothing else."""

from typing import Any

from pydantic import Field

from orchestrator.agents import scene_agent, scene_task
from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.layers_draft import LayersDraft
from orchestrator.agents.quoted_words import note_missing
from orchestrator.agents.scene_draft import SceneEdit
from orchestrator.agents.scene_facts import facts_of_video
from orchestrator.agents.video import NOTHING, change_effect, load_video, note_flaws, note_of, one_scene
from projects.database import persist
from projects.storyboard.changes import OperationRefused, with_changes
from projects.storyboard.operations.finding import index_of
from projects.storyboard.schema import Storyboard

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
        form = context.model.scene_form
        facts = {
            "project": video.title,
            "scene": scene_task.describe(form, scene),
            "instruction": arguments.instruction,
            **facts_of_video(form, video.document),
        }
        alone = with_changes(video.document, scenes=(scene,))

        def attempt(edit: SceneEdit | LayersDraft) -> None:
            """Without what no other answer could mend: a scene may be as bold as it can be."""
            mendable = edit.model_copy(update={"bold": False}) if isinstance(edit, SceneEdit) else edit
            scene_task.change(alone, scene_id, mendable)

        written = await scene_agent.write(context, scene_task.task_to_edit(form, video.document, scene), facts, attempt)

        def change(document: Storyboard, focus: str | None) -> Storyboard:
            after = scene_task.change(document, scene_id, written.draft)
            if after == document:
                raise OperationRefused(f"{NOTHING} {UNCHANGED}")
            return after

        def remark(before: Storyboard, after: Storyboard) -> dict[str, Any]:
            was, now = (each.scenes[index_of(each, scene_id)] for each in (before, after))
            return note_of(note_missing(arguments.instruction, was, now), note_flaws(written.flaws))

        return change_effect(context, change, remark)
