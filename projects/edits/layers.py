"""Edits of one layer of a scene."""

from typing import Literal

from projects.edits.edit import LayerEdit
from storyboard import operations
from storyboard.schema import Storyboard


class SetText(LayerEdit):
    operation: Literal["set_text"]
    text: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_text(document, self.scene_id, self.layer_id, self.text)


class SetColor(LayerEdit):
    operation: Literal["set_color"]
    color: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_color(document, self.scene_id, self.layer_id, self.color)


class SetType(LayerEdit):
    """How a text is set; None stays."""

    operation: Literal["set_type"]
    size: float | None = None
    weight: int | None = None
    align: str | None = None

    def apply(self, document: Storyboard) -> Storyboard:
        given = self.model_dump(include={"size", "weight", "align"}, exclude_none=True)
        return operations.set_layer(document, self.scene_id, self.layer_id, **given)


class SetGradient(LayerEdit):
    """Of a shape; fewer than two `colors`: it has none any more."""

    operation: Literal["set_gradient"]
    colors: list[str]
    angle: float = 90

    def apply(self, document: Storyboard) -> Storyboard:
        gradient = (
            {"type": "linear", "colors": tuple(self.colors), "angle": self.angle} if len(self.colors) > 1 else None
        )
        return operations.set_layer(document, self.scene_id, self.layer_id, gradient=gradient)


class SetBox(LayerEdit):
    """In % of the canvas; None stays."""

    operation: Literal["set_box"]
    x: float | None = None
    y: float | None = None
    w: float | None = None
    h: float | None = None

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_box(document, self.scene_id, self.layer_id, x=self.x, y=self.y, w=self.w, h=self.h)


class RemoveLayer(LayerEdit):
    operation: Literal["remove_layer"]

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.remove_layer(document, self.scene_id, self.layer_id)
