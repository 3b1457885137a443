"""Changes how a part of a scene reads and looks; how it moves is `animate_layer`'s."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.layer_target import LayerChange, LayerTarget, change_layers
from orchestrator.agents.optional_fields import Decoded, WithoutBlanks
from projects.storyboard import operations
from projects.storyboard.boxes import Clip, Corner, Radius, Side
from projects.storyboard.icons import IconName
from projects.storyboard.layers import Address, Align, Amount, Fit, Gradient, LayerText, LineHeight, Size, StrokeWidth
from projects.storyboard.schema import Storyboard
from projects.storyboard.values import Colour, Id, Weight

BOX = ("x", "y", "w", "h")


class LayerChanges(Arguments):
    """In the document's words. What is not given stays."""

    text: LayerText | None = None
    to: Amount | None = Field(default=None, description="What a number counts to.")
    color: Colour | None = None
    gradient: Annotated[Gradient | None, WithoutBlanks] = Field(default=None, description="Of a shape.")
    size: Size | None = Field(default=None, description="Of a text.")
    weight: Weight | None = None
    align: Align | None = None
    italic: bool | None = None
    line_height: LineHeight | None = None
    radius: Radius | None = Field(default=None, description="Of the corners of a shape or a picture.")
    stroke_width: StrokeWidth | None = Field(default=None, description="Of a shape or an icon.")
    name: IconName | None = Field(default=None, description="Which icon.")
    asset_id: Id | None = Field(default=None, description="Which picture of the video a picture or a device shows.")
    fit: Fit | None = None
    address: Address | None = Field(default=None, description="Of a browser's window.")
    x: Corner | None = Field(default=None, description="x, y, w, h: its box in % of the canvas.")
    y: Corner | None = None
    w: Side | None = None
    h: Side | None = None
    clip: Annotated[Clip | None, WithoutBlanks] = Field(default=None, description="A window that it is seen through.")


class EditLayerArguments(LayerTarget):
    changes: Annotated[LayerChanges, Decoded] = LayerChanges()


class EditLayer(Tool[EditLayerArguments]):
    name = "edit_layer"
    description = "Change how a text, number, picture, shape, icon or device reads and looks, exactly: words, colours, size, place."
    arguments = EditLayerArguments

    def title(self, arguments: EditLayerArguments) -> str:
        return f"Changing {arguments.layer} in {arguments.target}"

    async def run(self, context: ToolContext, arguments: EditLayerArguments) -> Commit:
        return change_layers(context, arguments, list(_find_changes(arguments.changes)))


def _find_changes(changes: LayerChanges) -> Iterator[LayerChange]:
    """One for each field, so that each is done or refused by itself; the sides of a box are one."""
    given: dict[str, Any] = {name: getattr(changes, name) for name in sorted(changes.model_fields_set, key=_order)}
    sides = {side: given.pop(side) for side in BOX if side in given}
    for name, value in given.items():
        operation = OPERATIONS.get(name)
        yield partial(_then, operation, value) if operation else partial(operations.set_layer, **{name: value})
    if sides:
        yield partial(operations.set_box, **sides)


def _order(name: str) -> int:
    return list(LayerChanges.model_fields).index(name)


def _then(operation: Callable[..., Storyboard], value: Any, document: Storyboard, scene: str, layer: str) -> Storyboard:
    return operation(document, scene, layer, value)


def _show_asset(document: Storyboard, scene_id: str, layer_id: str, asset_id: str) -> Storyboard:
    return operations.place_asset(document, scene_id, asset_id, layer_id=layer_id)


# What is more than a field of a layer: slots of the template say it too, or its name depends on the kind.
OPERATIONS: dict[str, Callable[..., Storyboard]] = {
    "text": operations.set_text,
    "to": operations.set_number,
    "color": operations.set_color,
    "asset_id": _show_asset,
}
