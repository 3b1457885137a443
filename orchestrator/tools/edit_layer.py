"""Changes one part of a scene, or several alike."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from orchestrator.tools.layer_target import LayerChange, LayerTarget, change_layers
from orchestrator.tools.optional_fields import Decoded
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from storyboard import operations
from storyboard.boxes import Corner, Radius, Side
from storyboard.changes import with_changes
from storyboard.layers import Align, Amount, AnyLayer, LayerText, LineHeight, Size, Stagger, StrokeWidth
from storyboard.motion import Enter, Exit, Preset, Stretch
from storyboard.operations.finding import index_of, layer_of
from storyboard.schema import Storyboard
from storyboard.values import Colour, Id, Seconds, Weight

SIDES = ("x", "y", "w", "h")
ENTER = {"enter": "preset", "enter_at": "at", "enter_seconds": "duration"}  # as the document calls them
EXIT = {"exit": "preset", "exit_at": "at"}


class LayerChanges(Arguments):
    """What is not given stays."""

    text: LayerText | None = None
    to: Amount | None = Field(default=None, description="What a number counts to.")
    color: Colour | None = None
    size: Size | None = Field(default=None, description="Of a text.")
    weight: Weight | None = None
    align: Align | None = None
    italic: bool | None = None
    line_height: LineHeight | None = None
    radius: Radius | None = None
    stroke_width: StrokeWidth | None = None
    name: Id | None = Field(default=None, description="Which icon.")
    asset_id: Id | None = Field(default=None, description="Which picture of the video it shows.")
    x: Corner | None = Field(default=None, description="x, y, w, h: its box in % of the canvas.")
    y: Corner | None = None
    w: Side | None = None
    h: Side | None = None
    enter: Preset | None = Field(default=None, description="How it comes in.")
    enter_at: Seconds | None = None
    enter_seconds: Stretch | None = None
    stagger: Stagger | None = Field(default=None, description="A text comes in by these.")
    draw: bool | None = Field(default=None, description="Its outline is drawn as with a pen.")
    exit: Preset | None = Field(default=None, description="How it goes.")
    exit_at: Seconds | None = None


class EditLayerArguments(LayerTarget):
    changes: Annotated[LayerChanges, Decoded] = LayerChanges()


class EditLayer(Tool[EditLayerArguments]):
    name = "edit_layer"
    description = (
        "Change a text, number, picture, shape, icon or device exactly: words, colour, size, place, entrance, exit."
    )
    arguments = EditLayerArguments

    def title(self, arguments: EditLayerArguments) -> str:
        return f"Changing {arguments.layer} in {arguments.target}"

    async def run(self, context: ToolContext, arguments: EditLayerArguments) -> Commit:
        return change_layers(context, arguments, list(_find_changes(arguments.changes)))


def _find_changes(changes: LayerChanges) -> Iterator[LayerChange]:
    """One for each field, so that each is done or refused by itself; a box, an entrance and an exit are one each."""
    given: dict[str, Any] = changes.model_dump(exclude_none=True)
    sides = {side: given.pop(side) for side in SIDES if side in given}
    enter, leaves = ({names[name]: given.pop(name) for name in names if name in given} for names in (ENTER, EXIT))
    for name, value in given.items():
        operation = OPERATIONS.get(name)
        yield (
            partial(_apply_operation, operation, value) if operation else partial(operations.set_layer, **{name: value})
        )
    if sides:
        yield partial(operations.set_box, **sides)
    if enter:
        yield partial(_edit_enter, enter)
    if leaves:
        yield partial(_edit_exit, leaves)


def _apply_operation(
    operation: Callable[..., Storyboard], value: Any, document: Storyboard, scene: str, layer: str
) -> Storyboard:
    return operation(document, scene, layer, value)


def _show_asset(document: Storyboard, scene_id: str, layer_id: str, asset_id: str) -> Storyboard:
    return operations.place_asset(document, scene_id, asset_id, layer_id=layer_id)


# Changes that are more than a field of the layer: template slots hold the value, too, or the field's name depends on the kind.
OPERATIONS: dict[str, Callable[..., Storyboard]] = {
    "text": operations.set_text,
    "to": operations.set_number,
    "color": operations.set_color,
    "asset_id": _show_asset,
}


def _edit_enter(changes: dict[str, Any], document: Storyboard, scene_id: str, layer_id: str) -> Storyboard:
    before = _layer(document, scene_id, layer_id).enter or Enter(preset="fade")
    return operations.set_enter(document, scene_id, layer_id, with_changes(before, **changes))


def _edit_exit(changes: dict[str, Any], document: Storyboard, scene_id: str, layer_id: str) -> Storyboard:
    before = _layer(document, scene_id, layer_id).exit or Exit(preset="fade")
    return operations.set_exit(document, scene_id, layer_id, with_changes(before, **changes))


def _layer(document: Storyboard, scene_id: str, layer_id: str) -> AnyLayer:
    return layer_of(document.scenes[index_of(document, scene_id)], layer_id)
