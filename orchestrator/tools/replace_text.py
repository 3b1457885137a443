"""Puts other words in the place of some words, wherever they stand in the video."""

from pydantic import Field

from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect
from storyboard import operations
from storyboard.schema import Storyboard


class ReplaceTextArguments(Arguments):
    old: str = Field(min_length=1, max_length=280, pattern=r"\S", description="The words as they stand there.")
    new: str = Field(min_length=1, max_length=280, pattern=r"\S")


class ReplaceText(Tool[ReplaceTextArguments]):
    name = "replace_text"
    description = "Replace words by others, in every text of the video where they stand."
    arguments = ReplaceTextArguments

    def title(self, arguments: ReplaceTextArguments) -> str:
        return f"“{arguments.old}” becomes “{arguments.new}”"

    async def run(self, context: ToolContext, arguments: ReplaceTextArguments) -> Commit:
        def change(document: Storyboard, focus: str | None) -> Storyboard:
            return operations.replace_text(document, arguments.old, arguments.new)

        return change_effect(context, change)
