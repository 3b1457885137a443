"""All edits that there are."""

from typing import Annotated

from pydantic import Field, RootModel

from projects.edits.layers import RemoveLayer, SetBox, SetColor, SetGradient, SetText, SetType
from projects.edits.scenes import (
    AddScene,
    DeleteScene,
    DuplicateScene,
    GroupLayers,
    MoveCut,
    MoveScene,
    RenameScene,
    SetBackground,
    SetCamera,
    SetDuration,
    SetGroupEnter,
    SetTransition,
    Ungroup,
)
from projects.edits.video import SetBrandPalette, SetFormat, SetPalette

AnyEdit = (
    SetText
    | SetColor
    | SetType
    | SetGradient
    | SetBox
    | RemoveLayer
    | SetBackground
    | SetCamera
    | SetGroupEnter
    | SetTransition
    | GroupLayers
    | Ungroup
    | SetDuration
    | MoveCut
    | RenameScene
    | MoveScene
    | AddScene
    | DuplicateScene
    | DeleteScene
    | SetPalette
    | SetBrandPalette
    | SetFormat
)


class Edit(RootModel[Annotated[AnyEdit, Field(discriminator="operation")]]):
    """Any edit; its `operation` says which."""
