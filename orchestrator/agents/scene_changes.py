"""What edit_scene changes by itself, without asking a model: name, background, transition, look."""

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.agents.contract import Arguments
from orchestrator.agents.optional_fields import Decoded
from projects.storyboard import operations
from projects.storyboard.schema import Storyboard


class BackgroundChange(Arguments):
    type: Literal["solid", "linear", "radial", "mesh"] | None = None
    colors: Annotated[list[str], Decoded] | None = Field(
        default=None, max_length=5, description="Palette colours (bg, surface, accent, …) or #rrggbb."
    )
    pattern: Literal["none", "grid", "dots"] | None = None


class TransitionChange(Arguments):
    type: Literal["none", "fade", "slide", "wipe", "circle", "zoom"] | None = None
    duration: float | None = Field(default=None, ge=0, le=2)
    direction: Literal["left", "right", "up", "down"] | None = None


class SceneChanges(Arguments):
    name: str | None = Field(default=None, min_length=1, max_length=60, pattern=r"\S")
    background: Annotated[BackgroundChange, Decoded] | None = None
    transition: Annotated[TransitionChange, Decoded] | None = Field(
        default=None, description="How it takes over from the scene before."
    )
    look: int | None = Field(default=None, ge=1, le=3, description="Another look of its template.")

    @property
    def are_given(self) -> bool:
        return any(getattr(self, name) is not None for name in SceneChanges.model_fields)


def apply_changes(document: Storyboard, scene_id: str, changes: SceneChanges) -> Storyboard:
    """Raises OperationRefused."""
    if changes.look is not None:
        document = operations.set_look(document, scene_id, changes.look)
    if changes.name is not None:
        document = operations.rename_scene(document, scene_id, changes.name)
    if changes.background is not None:
        document = operations.set_background(document, scene_id, **changes.background.model_dump())
    if changes.transition is not None:
        document = operations.set_transition(document, scene_id, **changes.transition.model_dump())
    return document
