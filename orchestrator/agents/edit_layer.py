"""Changes one part of a scene, or several alike."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.layer_target import LayerChange, LayerTarget, change_layers
from orchestrator.agents.optional_fields import Decoded
from projects.storyboard import operations
from projects.storyboard.changes import P, with_changes
from projects.storyboard.layers import Align, Amount, AnyLayer, LayerText, Size
from projects.storyboard.motion import Enter, Exit, Preset
from projects.storyboard.operations.finding import index_of, layer_of
from projects.storyboard.schema import Storyboard
from projects.storyboard.values import Colour, Weight


class LayerChanges(Arguments):
    """What is not given stays."""

    text: LayerText | None = None
    to: Amount | None = Field(default=None, description="What a number counts to.")
    color: Colour | None = None
    size: Size | None = Field(default=None, description="Of a text.")
    weight: Weight | None = None
    align: Align | None = None
    x: float | None = Field(default=None, description="x, y, w, h: its box in % of the canvas.")
    y: float | None = None
    w: float | None = None
    h: float | None = None
    enter: Preset | None = Field(default=None, description="How it comes in.")
    enter_at: float | None = None
    enter_seconds: float | None = None
    exit: Preset | None = Field(default=None, description="How it goes.")
    exit_at: float | None = None


class EditLayerArguments(LayerTarget):
    changes: Annotated[LayerChanges, Decoded] = LayerChanges()


class EditLayer(Tool[EditLayerArguments]):
    name = "edit_layer"
    description = "Change a text, number, picture or shape exactly: words, colour, size, place, entrance, exit."
    arguments = EditLayerArguments

    def title(self, arguments: EditLayerArguments) -> str:
        return f"Changing {arguments.layer} in {arguments.target}"

    async def run(self, context: ToolContext, arguments: EditLayerArguments) -> Commit:
        return change_layers(context, arguments, list(_find_changes(arguments.changes)))


def _find_changes(changes: LayerChanges) -> Iterator[LayerChange]:
    """One for each field, in the document's words, so that each is done or refused by itself."""
    if changes.text is not None:
        yield partial(_then, operations.edit_text, changes.text)
    if changes.to is not None:
        yield partial(_then, operations.set_number, changes.to)
    if changes.color is not None:
        yield partial(_then, operations.set_colour, changes.color)
    for look in ("size", "weight"):
        if (value := getattr(changes, look)) is not None:
            yield partial(operations.set_text_look, **{look: value})
    if changes.align is not None:
        yield partial(_then, operations.set_align, changes.align)
    sides = {side: getattr(changes, side) for side in ("x", "y", "w", "h")}
    if any(value is not None for value in sides.values()):
        yield partial(operations.set_box, **sides)
    if changes.enter or changes.enter_at is not None or changes.enter_seconds is not None:
        yield partial(_enter, changes)
    if changes.exit or changes.exit_at is not None:
        yield partial(_exit, changes)


def _then(operation: Callable[..., Storyboard], value: Any, document: Storyboard, scene: str, layer: str) -> Storyboard:
    return operation(document, scene, layer, value)


def _enter(changes: LayerChanges, document: Storyboard, scene_id: str, layer_id: str) -> Storyboard:
    before = _layer(document, scene_id, layer_id).enter or Enter(preset="fade")
    enter = {"preset": changes.enter, "at": changes.enter_at, "duration": changes.enter_seconds}
    return operations.set_enter(document, scene_id, layer_id, _with(before, enter))


def _exit(changes: LayerChanges, document: Storyboard, scene_id: str, layer_id: str) -> Storyboard:
    before = _layer(document, scene_id, layer_id).exit or Exit(preset="fade")
    return operations.set_exit(
        document, scene_id, layer_id, _with(before, {"preset": changes.exit, "at": changes.exit_at})
    )


def _layer(document: Storyboard, scene_id: str, layer_id: str) -> AnyLayer:
    return layer_of(document.scenes[index_of(document, scene_id)], layer_id)


def _with(part: P, given: dict[str, Any]) -> P:
    return with_changes(part, **{name: value for name, value in given.items() if value is not None})
