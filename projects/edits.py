"""Changes of a video by hand: each is an operation of `storyboard.operations`, committed as one revision.

All of these block and must run off the loop.
"""

from abc import abstractmethod
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from pydantic import ConfigDict, Field, RootModel

from chatstream.wire.base import Wire
from chatstream.wire.errors import RequestRefused
from projects import revisions
from projects.actions import get_project
from projects.models import Revision
from storyboard import operations
from storyboard.palettes import PALETTES
from storyboard.schema import Storyboard

NO_VIDEO = "There is no video yet."


class BaseEdit(Wire):
    """`base`: the number of the revision that the person saw. Operations validate the values."""

    model_config = ConfigDict(strict=True)

    base: int = Field(ge=1)

    @abstractmethod
    def apply(self, document: Storyboard) -> Storyboard:
        """The document after the edit. Raises OperationRefused."""


class SetText(BaseEdit):
    operation: Literal["set_text"]
    scene_id: str
    layer_id: str
    text: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_text(document, self.scene_id, self.layer_id, self.text)


class SetColor(BaseEdit):
    operation: Literal["set_color"]
    scene_id: str
    layer_id: str
    color: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_color(document, self.scene_id, self.layer_id, self.color)


class SetBackground(BaseEdit):
    operation: Literal["set_background"]
    scene_id: str
    color: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_background_color(document, self.scene_id, self.color)


class RemoveLayer(BaseEdit):
    operation: Literal["remove_layer"]
    scene_id: str
    layer_id: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.remove_layer(document, self.scene_id, self.layer_id)


class SetDuration(BaseEdit):
    operation: Literal["set_duration"]
    scene_id: str
    seconds: float

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_duration(document, self.scene_id, self.seconds)


class RenameScene(BaseEdit):
    operation: Literal["rename_scene"]
    scene_id: str
    name: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.rename_scene(document, self.scene_id, self.name)


class MoveScene(BaseEdit):
    """`to`: its number afterwards, from 1, as people count."""

    operation: Literal["move_scene"]
    scene_id: str
    to: int

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.move_scene(document, self.scene_id, self.to - 1)


class DeleteScene(BaseEdit):
    operation: Literal["delete_scene"]
    scene_id: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.delete_scenes(document, [self.scene_id])


class SetPalette(BaseEdit):
    operation: Literal["set_palette"]
    palette: str

    def apply(self, document: Storyboard) -> Storyboard:
        if self.palette not in PALETTES:
            raise operations.OperationRefused(f"There are no such colours; there are {', '.join(PALETTES)}.")
        return operations.set_palette(document, palette=PALETTES[self.palette])


class SetFormat(BaseEdit):
    operation: Literal["set_format"]
    format: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_format(document, self.format)


AnyEdit = (
    SetText
    | SetColor
    | SetBackground
    | RemoveLayer
    | SetDuration
    | RenameScene
    | MoveScene
    | DeleteScene
    | SetPalette
    | SetFormat
)


class Edit(RootModel[Annotated[AnyEdit, Field(discriminator="operation")]]):
    """Any edit; its `operation` says which."""


def apply_edit(user: Any, project_id: UUID, edit: BaseEdit) -> tuple[Revision, bool]:
    """The revision after the change, and whether the change made it: one that changes nothing makes none.

    Harmless to repeat. Raises NotFound, and RequestRefused: `conflict` if somebody else has changed the video since `base`,
    `invalid` for what cannot be done.
    """
    project = get_project(user, project_id)
    with transaction.atomic():
        base = revisions.lock_base(project.pk, edit.base)
        before = revisions.document_of(base)
        if base is None or before is None:
            raise RequestRefused("conflict", NO_VIDEO)
        try:
            after = edit.apply(before)
        except operations.OperationRefused as refused:
            raise RequestRefused("invalid", str(refused)) from None
        made = revisions.commit_after(base, project.pk, after, cause="edit", author=user)
    return made or base, made is not None


def choose_scene(user: Any, project_id: UUID, scene_id: str | None) -> None:
    """Set the scene that "it" means from now on; None: none. A scene that was deleted counts as none.

    Raises NotFound.
    """
    project = get_project(user, project_id)
    project.chosen_scene = scene_id or ""
    project.save(update_fields=["chosen_scene"])
