"""What edit_scene changes by itself, without asking a model: name, background, transition, look."""

from typing import Annotated

from pydantic import Field

from orchestrator.tools.optional_fields import Decoded
from orchestrator.tools.tool import Arguments
from storyboard import operations
from storyboard.operations.looks import LOOKS
from storyboard.schema import (
    BackgroundColours,
    BackgroundPattern,
    BackgroundType,
    Direction,
    Drift,
    SceneName,
    Storyboard,
    TransitionSeconds,
    TransitionType,
)


class BackgroundChange(Arguments):
    type: BackgroundType | None = None
    colors: Annotated[BackgroundColours, Decoded] | None = None
    drift: Drift | None = None
    pattern: BackgroundPattern | None = None


class TransitionChange(Arguments):
    type: TransitionType | None = None
    duration: TransitionSeconds | None = None
    direction: Direction | None = None


class SceneChanges(Arguments):
    name: SceneName | None = None
    background: Annotated[BackgroundChange, Decoded] | None = None
    transition: Annotated[TransitionChange, Decoded] | None = Field(
        default=None, description="How it takes over from the scene before."
    )
    look: int | None = Field(default=None, ge=1, le=LOOKS, description="Another look of its template.")

    @property
    def are_given(self) -> bool:
        return any(getattr(self, name) is not None for name in SceneChanges.model_fields)


def apply_changes(changes: SceneChanges, scene_id: str, document: Storyboard) -> Storyboard:
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
