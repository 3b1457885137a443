"""Lays the whole video out for another shape of canvas, or shows more or fewer frames a second."""

from typing import Self

from pydantic import Field, model_validator

from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect
from storyboard import operations
from storyboard.formats import FormatName, describe_formats
from storyboard.schema import Fps, Storyboard


class SetFormatArguments(Arguments):
    format: FormatName | None = Field(default=None, description=describe_formats())
    fps: Fps | None = Field(default=None, description="Frames a second.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.format is None and self.fps is None:
            raise ValueError("give format, fps or both")
        return self


class SetFormat(Tool[SetFormatArguments]):
    name = "set_format"
    description = "Give the whole video another shape or size; set its frames a second."
    arguments = SetFormatArguments

    def title(self, arguments: SetFormatArguments) -> str:
        frames = f"{arguments.fps} frames a second" if arguments.fps else None
        return f"Format: {', '.join(filter(None, (arguments.format, frames)))}"

    async def run(self, context: ToolContext, arguments: SetFormatArguments) -> Commit:
        def change(document: Storyboard, focus: str | None) -> Storyboard:
            if arguments.format:
                document = operations.set_format(document, arguments.format)
            return operations.set_fps(document, arguments.fps) if arguments.fps else document

        return change_effect(context, change)
