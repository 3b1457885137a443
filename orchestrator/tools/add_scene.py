"""Adds one scene, which the scene agent writes from a brief."""

from typing import Any

from pydantic import Field

from chatstream.rows.database import persist
from orchestrator.tools.brief_facts import missing_facts_field
from orchestrator.tools.quoted_words import describe_missing_words
from orchestrator.tools.scene_agent import agent, task
from orchestrator.tools.scene_agent.facts import facts_of_video
from orchestrator.tools.scene_arguments import Brief, ScenePlace
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect, describe_flaws, load_video, note_field
from storyboard.changes import with_changes
from storyboard.schema import SceneName, SceneSeconds, Storyboard

SECONDS = 4.0


class AddSceneArguments(Arguments):
    name: SceneName
    brief: Brief
    seconds: SceneSeconds | None = Field(default=None, description="As the plan says.")
    at: ScenePlace | None = Field(default=None, description="Its place, from 1; without it the end.")


class AddScene(Tool[AddSceneArguments]):
    name = "add_scene"
    description = (
        "Add one scene to the video; the others stay as they are. Several calls in one step are worked on side by side. "
        "`left_out` in a result: facts of the plan that are seen nowhere; add them by edit_scene, or tell the person."
    )
    arguments = AddSceneArguments

    def title(self, arguments: AddSceneArguments) -> str:
        return f"Adding the scene “{arguments.name}”"

    async def run(self, context: ToolContext, arguments: AddSceneArguments) -> Commit:
        video = await persist(load_video)(context.project_id)
        seconds = arguments.seconds or SECONDS
        form = context.model.scene_form
        facts = {
            "project": video.title,
            "scene": arguments.name,
            "brief": arguments.brief,
            "seconds": seconds,
            **facts_of_video(form, video.document),
        }
        alone = with_changes(video.document, scenes=())
        written = await agent.write_scene(
            context,
            task.task_to_add(form, video.document, arguments.name, seconds),
            facts,
            lambda draft: task.add(alone, arguments.name, draft, seconds, 0),
        )

        def change(document: Storyboard, focus: str | None) -> Storyboard:
            return task.add(document, arguments.name, written.draft, seconds, _place(document, arguments.at))

        def remark(before: Storyboard, after: Storyboard) -> dict[str, Any]:
            index = _place(before, arguments.at)
            notes = [describe_missing_words(arguments.brief, None, after.scenes[index]), describe_flaws(written.flaws)]
            if arguments.at not in (None, index + 1):
                notes.append(f"There is no place {arguments.at} yet: the scene is the last one.")
            return {"number": index + 1, **note_field(*notes), **missing_facts_field(context.message_id, after)}

        return change_effect(context, change, remark)


def _place(document: Storyboard, at: int | None) -> int:
    """From 0."""
    return len(document.scenes) if at is None else min(at - 1, len(document.scenes))
