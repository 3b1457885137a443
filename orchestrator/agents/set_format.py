"""Lays the whole video out for another shape of canvas."""

from typing import Literal

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.video import change_effect
from projects.storyboard import operations


class SetFormatArguments(Arguments):
    format: Literal["landscape", "portrait", "square"]


class SetFormat(Tool[SetFormatArguments]):
    name = "set_format"
    description = "Make the video landscape (16:9), portrait (9:16) or square."
    arguments = SetFormatArguments

    def title(self, arguments: SetFormatArguments) -> str:
        return f"Format: {arguments.format}"

    async def run(self, context: ToolContext, arguments: SetFormatArguments) -> Commit:
        return change_effect(context, lambda document, focus: operations.set_format(document, arguments.format))
