"""Begins a video: canvas, colours, and what its scenes are to be; `add_scene` then makes each of them."""

from typing import Annotated

from pydantic import Field

from chatstream.rows.ledger import ToolOutcome
from orchestrator.tools.optional_fields import Decoded
from orchestrator.tools.scene_arguments import Brief
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import describe_state, note_field, save_revision
from projects import revisions
from storyboard.changes import with_changes
from storyboard.compose import blank, plan_durations
from storyboard.formats import FormatName
from storyboard.palette_choice import PaletteChoice, choose_palette
from storyboard.palettes import DEFAULT
from storyboard.schema import LONGEST_VIDEO, SceneName, SceneSeconds

Fact = Annotated[str, Field(min_length=1, max_length=200)]


class PlannedScene(Arguments):
    name: SceneName
    brief: Brief
    seconds: SceneSeconds | None = None


class PlanVideoArguments(Arguments):
    format: FormatName = "landscape"
    seconds: float = Field(ge=1, le=LONGEST_VIDEO, description="How long the whole video is.")
    palette: str = Field(min_length=1, max_length=120, description="Colours, as set_style takes them.")
    scenes: Annotated[list[PlannedScene], Decoded] = Field(min_length=1, max_length=12)
    facts: Annotated[list[Fact], Decoded] = Field(
        default=[],
        max_length=40,
        description="The names, numbers, dates, prices, addresses, links and quotes of the person's words that must be seen, "
        "each word for word.",
    )


class PlanVideo(Tool[PlanVideoArguments]):
    name = "plan_video"
    description = (
        "Begin a video in place of what there is: its format, its colours, and its scenes in order, with a brief for each. "
        "It has no scenes yet then: call add_scene for each scene of the result, all in one step."
    )
    arguments = PlanVideoArguments

    def title(self, arguments: PlanVideoArguments) -> str:
        count = len(arguments.scenes)
        return f"Planning {count} scene{'s' if count > 1 else ''}, {arguments.seconds:g} seconds"

    async def run(self, context: ToolContext, arguments: PlanVideoArguments) -> Commit:
        spans = plan_durations(round(arguments.seconds, 1), [scene.seconds for scene in arguments.scenes])
        scenes = [
            {"name": scene.name, "brief": scene.brief, "seconds": span}
            for scene, span in zip(arguments.scenes, spans, strict=True)
        ]

        choice = choose_palette(arguments.palette)
        note = note_field(_palette_note(arguments, choice), _length_note(arguments, spans))
        begun = blank(arguments.format, choice.palette if choice else DEFAULT)

        def commit() -> ToolOutcome:
            newest = revisions.lock_newest(context.project_id)
            before = revisions.document_of(newest)
            document = with_changes(begun, assets=before.assets) if before else begun  # what was uploaded stays at hand
            planned_state = {"seconds": round(sum(spans), 1), "scenes": scenes}
            return save_revision(context, newest, document, {**note, **describe_state(document), **planned_state})

        return commit


def _palette_note(arguments: PlanVideoArguments, choice: PaletteChoice | None) -> str:
    if choice is None:
        return f"No colours here fit “{arguments.palette}”, so they are those of “{DEFAULT}”; set_style changes them."
    return choice.note


def _length_note(arguments: PlanVideoArguments, spans: list[float]) -> str:
    asked = [scene.seconds for scene in arguments.scenes]
    if all(seconds in (None, span) for seconds, span in zip(asked, spans, strict=True)):
        return ""
    return f"The scenes' own seconds did not add up to {arguments.seconds:g}: those of this result do."
