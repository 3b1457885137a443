"""Gives the whole video other colours: scenes name colours by token, so all of them follow."""

from pydantic import Field

from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import change_effect, note_field
from storyboard import operations
from storyboard.changes import OperationRefused
from storyboard.palette_choice import choose_palette
from storyboard.palettes import PALETTES

PALETTE = (
    f"One of: {', '.join(PALETTES)}; or words for a mood; or exact colours as #rrggbb: the first is the accent, or seven: "
    "bg, surface, ink, muted and three accents; or a brand's colours on a ground: “#rrggbb, #rrggbb on #rrggbb”."
)


class SetPaletteArguments(Arguments):
    palette: str = Field(min_length=1, max_length=120, description=PALETTE)


class SetPalette(Tool[SetPaletteArguments]):
    name = "set_style"  # what models and stored calls know it by
    description = "Change the colours of the whole video."
    arguments = SetPaletteArguments

    def title(self, arguments: SetPaletteArguments) -> str:
        return f"Colours: {arguments.palette}"

    async def run(self, context: ToolContext, arguments: SetPaletteArguments) -> Commit:
        choice = choose_palette(arguments.palette)
        if choice is None:
            raise OperationRefused(
                f"No colours here fit “{arguments.palette}”. There are {', '.join(PALETTES)}; or name a colour as #rrggbb."
            )
        palette, note = choice.palette, note_field(choice.note)
        return change_effect(
            context, lambda document, focus: operations.set_palette(document, palette), lambda before, after: note
        )
