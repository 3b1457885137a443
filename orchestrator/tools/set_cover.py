"""Chooses the moment that stands for the whole video: its poster, and the first frame of its file."""

from pydantic import Field

from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect
from storyboard import operations
from storyboard.schema import Cover


class SetCoverArguments(Arguments):
    seconds: Cover = Field(description="From the start of the video.")


class SetCover(Tool[SetCoverArguments]):
    name = "set_cover"
    description = (
        "Choose the moment that stands for the whole video, on a poster say. Without it one is chosen by itself."
    )
    arguments = SetCoverArguments

    def title(self, arguments: SetCoverArguments) -> str:
        return f"Cover: the frame at {arguments.seconds:g} seconds"

    async def run(self, context: ToolContext, arguments: SetCoverArguments) -> Commit:
        return change_effect(context, lambda document, focus: operations.set_cover(document, arguments.seconds))
