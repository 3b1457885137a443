"""Changes one scene by an instruction to the scene agent, or fields of several scenes exactly as requested."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Self

from pydantic import Field, model_validator

from chatstream.rows.database import persist
from orchestrator.tools.quoted_words import describe_missing_words
from orchestrator.tools.scene_agent import agent, task
from orchestrator.tools.scene_agent.agent import WrittenScene
from orchestrator.tools.scene_agent.facts import facts_of_video
from orchestrator.tools.scene_agent.layers_draft import LayersDraft
from orchestrator.tools.scene_agent.template_draft import SceneEdit
from orchestrator.tools.scene_arguments import SceneTarget
from orchestrator.tools.scene_changes import SceneChanges, apply_changes
from orchestrator.tools.stepwise import DocumentEdit, change_stepwise
from orchestrator.tools.tool import Commit, Tool, ToolContext
from orchestrator.tools.video import (
    NOTHING_CHANGED,
    Video,
    change_effect,
    describe_flaws,
    load_video,
    note_field,
    resolve_one_scene,
)
from storyboard.changes import OperationRefused, with_changes
from storyboard.operations.finding import index_of
from storyboard.scene_targets import resolve
from storyboard.schema import Storyboard

UNCHANGED = "The scene is like that already, or that is nothing that edit_scene can do."


class EditSceneArguments(SceneChanges):
    target: SceneTarget
    instruction: str | None = Field(
        default=None,
        min_length=1,
        max_length=1000,
        pattern=r"\S",
        description="What else shall be different, for who builds scenes; exact words in quotes.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.instruction is None and not self.are_given:
            raise ValueError("give an instruction, or what shall be changed")
        return self


class EditScene(Tool[EditSceneArguments]):
    name = "edit_scene"
    description = (
        "Change one scene: by an instruction its words, layers and moves; exactly, and of several scenes at once, its name, "
        "background, transition or look. Not its length: see set_duration."
    )
    arguments = EditSceneArguments

    def title(self, arguments: EditSceneArguments) -> str:
        return f"Editing {arguments.target}"

    async def run(self, context: ToolContext, arguments: EditSceneArguments) -> Commit:
        if arguments.instruction is None:
            return _change_exactly(context, arguments)
        video = await persist(load_video)(context.project_id)
        scene_id = resolve_one_scene(video.document, arguments.target, video.focus, "edit")
        written = await _write(context, video, scene_id, arguments.instruction)

        def change(document: Storyboard, focus: str | None) -> Storyboard:
            after = apply_changes(arguments, scene_id, task.change(document, scene_id, written.draft))
            if after == document:
                raise OperationRefused(f"{NOTHING_CHANGED} {UNCHANGED}")
            return after

        def remark(before: Storyboard, after: Storyboard) -> dict[str, Any]:
            was, now = (each.scenes[index_of(each, scene_id)] for each in (before, after))
            return note_field(
                describe_missing_words(arguments.instruction or "", was, now), describe_flaws(written.flaws)
            )

        return change_effect(context, change, remark)


async def _write(
    context: ToolContext, video: Video, scene_id: str, instruction: str
) -> WrittenScene[SceneEdit | LayersDraft]:
    scene, form = video.document.scenes[index_of(video.document, scene_id)], context.model.scene_form
    facts = {
        "project": video.title,
        "scene": task.describe(form, scene),
        "instruction": instruction,
        **facts_of_video(form, video.document),
    }
    alone = with_changes(video.document, scenes=(scene,))

    def attempt(edit: SceneEdit | LayersDraft) -> Storyboard:
        """Without what no other answer could mend: a scene may be as bold as it can be."""
        mendable = edit.model_copy(update={"bold": False}) if isinstance(edit, SceneEdit) else edit
        return task.change(alone, scene_id, mendable)

    return await agent.write_scene(context, task.task_to_edit(form, video.document, scene), facts, attempt)


def _change_exactly(context: ToolContext, arguments: EditSceneArguments) -> Commit:
    def find_steps(document: Storyboard, focus: str | None) -> Iterator[DocumentEdit]:
        for scene_id in resolve(document, arguments.target, focus):
            yield partial(apply_changes, arguments, scene_id)

    return change_stepwise(context, find_steps, UNCHANGED)
