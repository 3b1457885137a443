"""Adds one scene, which the scene agent writes from a brief."""

from pydantic import Field

from orchestrator.agents import scene_agent
from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.scene_draft import SceneDraft, added
from orchestrator.agents.video import changed, seen
from projects.database import persist
from projects.storyboard.changes import with_changes
from projects.storyboard.formats import format_of
from projects.storyboard.schema import Storyboard

SECONDS = 4.0


class AddSceneArguments(Arguments):
    name: str = Field(min_length=1, max_length=60, pattern=r"\S")
    brief: str = Field(
        min_length=1, max_length=1000, pattern=r"\S", description="What it shows and says; exact words in quotes."
    )
    seconds: float | None = Field(default=None, ge=0.5, le=60, description="As the plan says.")
    at: int | None = Field(default=None, ge=1, le=60, description="Its place, from 1; without it the end.")


class AddScene(Tool[AddSceneArguments]):
    name = "add_scene"
    description = (
        "Add one scene to the video; the others stay as they are. Several calls in one step are worked on side by side."
    )
    arguments = AddSceneArguments

    def title(self, arguments: AddSceneArguments) -> str:
        return f"Adding the scene “{arguments.name}”"

    async def run(self, context: ToolContext, arguments: AddSceneArguments) -> Commit:
        video = await persist(seen)(context.project_id)
        seconds = arguments.seconds or SECONDS
        facts = {
            "project": video.title,
            "scene": arguments.name,
            "brief": arguments.brief,
            "seconds": seconds,
            "format": format_of(video.document.canvas).name,
            "pictures": {name: asset.alt for name, asset in video.document.assets.items()},
        }
        alone = with_changes(video.document, scenes=())
        draft = await scene_agent.write(
            context, SceneDraft, facts, lambda draft: added(alone, arguments.name, draft, seconds, 0)
        )

        def change(document: Storyboard, focus: str | None) -> Storyboard:
            place = len(document.scenes) if arguments.at is None else min(arguments.at - 1, len(document.scenes))
            return added(document, arguments.name, draft, seconds, place)

        return changed(context, change)
