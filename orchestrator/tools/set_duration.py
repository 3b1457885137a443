"""Makes a scene, or the whole video, last as long as was asked for."""

from pydantic import Field

from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect
from storyboard import operations
from storyboard.changes import OperationRefused
from storyboard.scene_targets import resolve
from storyboard.schema import Storyboard


class SetDurationArguments(Arguments):
    seconds: float = Field(ge=0.5, le=300)
    target: str | None = Field(default=None, max_length=120, description="Scenes; without it the whole video.")


class SetDuration(Tool[SetDurationArguments]):
    name = "set_duration"
    description = "Set how long scenes last, each, or how long the whole video lasts, its scenes in proportion."
    arguments = SetDurationArguments

    def title(self, arguments: SetDurationArguments) -> str:
        target = arguments.target or "the whole video"
        return f"{target[:1].upper()}{target[1:]}: {arguments.seconds:g} seconds"

    async def run(self, context: ToolContext, arguments: SetDurationArguments) -> Commit:
        def change(document: Storyboard, focus: str | None) -> Storyboard:
            if not arguments.target:
                return operations.set_total_duration(document, arguments.seconds)
            scenes = resolve(document, arguments.target, focus)
            if not scenes:
                raise OperationRefused(f"“{arguments.target}” names no scene.")
            for scene_id in scenes:
                document = operations.set_duration(document, scene_id, arguments.seconds)
            return document

        return change_effect(context, change)
