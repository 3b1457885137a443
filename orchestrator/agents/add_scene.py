"""Adds one scene from a template."""

from typing import Any

from pydantic import Field

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.video import changed, known_template
from projects.storyboard import operations
from projects.storyboard.compose import SceneBrief, scene_from_template
from projects.storyboard.schema import Storyboard

SECONDS = 4.0


class AddSceneArguments(Arguments):
    name: str = Field(min_length=1, max_length=60, pattern=r"\S")
    template: str = Field(description="A template of plan_video.")
    slots: dict[str, Any]
    seconds: float | None = Field(default=None, ge=0.5, le=60)
    at: int | None = Field(default=None, ge=1, le=60, description="Its place, from 1; without it the end.")


class AddScene(Tool[AddSceneArguments]):
    name = "add_scene"
    description = "Add one scene to the video; the others stay as they are."
    arguments = AddSceneArguments

    def title(self, arguments: AddSceneArguments) -> str:
        return f"Adding the scene “{arguments.name}”"

    async def run(self, context: ToolContext, arguments: AddSceneArguments) -> Commit:
        def change(document: Storyboard, focus: str | None) -> Storyboard:
            place = len(document.scenes) if arguments.at is None else min(arguments.at - 1, len(document.scenes))
            brief = SceneBrief(arguments.name, known_template(arguments.template), arguments.slots)
            scene = scene_from_template(document, brief, arguments.seconds or SECONDS, place)
            return operations.add_scene(document, scene, place)

        return changed(context, change)
