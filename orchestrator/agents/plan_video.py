"""Makes the whole video at once: scenes from templates, whose durations add up to what was asked for."""

from typing import Any, Literal

from pydantic import Field

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.video import known_template, saved, template_list
from projects.ledger import ToolOutcome
from projects.storyboard.compose import SceneBrief, draft
from projects.storyboard.palettes import PALETTES, find
from projects.storyboard.schema import Storyboard


class PlannedScene(Arguments):
    name: str = Field(min_length=1, max_length=60, pattern=r"\S")
    template: str = Field(description="One of the templates named in the tool's description.")
    slots: dict[str, Any] = Field(description="The texts and figures that the template asks for.")


class PlanVideoArguments(Arguments):
    format: Literal["landscape", "portrait", "square"] = "landscape"
    seconds: float = Field(ge=1, le=300, description="How long the whole video is.")
    palette: str = Field(
        min_length=1, max_length=60, description=f"One of: {', '.join(PALETTES)}; or words for a mood."
    )
    scenes: list[PlannedScene] = Field(min_length=1, max_length=12)


class PlanVideo(Tool[PlanVideoArguments]):
    name = "plan_video"
    description = (
        "Make the whole video from a brief, in place of what there is. Each scene is a template with its slots. "
        f"Templates: {template_list()}"
    )
    arguments = PlanVideoArguments

    def title(self, arguments: PlanVideoArguments) -> str:
        count = len(arguments.scenes)
        return f"Building {count} scene{'s' if count > 1 else ''}, {arguments.seconds:g} seconds"

    async def run(self, context: ToolContext, arguments: PlanVideoArguments) -> Commit:
        def make() -> Storyboard:
            briefs = [SceneBrief(each.name, known_template(each.template), each.slots) for each in arguments.scenes]
            palette = arguments.palette if arguments.palette in PALETTES else find(arguments.palette)
            return draft(format=arguments.format, palette=palette, seconds=arguments.seconds, scenes=briefs)

        def commit() -> ToolOutcome:
            return saved(context, make)

        return commit
