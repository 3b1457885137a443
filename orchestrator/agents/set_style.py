"""Gives the whole video other colours: scenes name colours by token, so all of them follow."""

from pydantic import Field

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.video import changed
from projects.storyboard import operations
from projects.storyboard.palettes import PALETTES, find


class SetStyleArguments(Arguments):
    palette: str = Field(
        min_length=1, max_length=60, description=f"One of: {', '.join(PALETTES)}; or words for a mood."
    )


class SetStyle(Tool[SetStyleArguments]):
    name = "set_style"
    description = "Change the colours of the whole video."
    arguments = SetStyleArguments

    def title(self, arguments: SetStyleArguments) -> str:
        return f"Colours: {arguments.palette}"

    async def run(self, context: ToolContext, arguments: SetStyleArguments) -> Commit:
        name = arguments.palette if arguments.palette in PALETTES else find(arguments.palette)
        return changed(context, lambda document, focus: operations.set_style(document, PALETTES[name]))
