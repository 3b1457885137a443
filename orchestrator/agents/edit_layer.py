"""Changes one part of a scene exactly as it is said, or several alike: no model is asked."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from orchestrator.agents.contract import Arguments, Commit, Tool, ToolContext
from orchestrator.agents.optional_fields import Decoded
from orchestrator.agents.video import change_effect, note_of
from projects.storyboard import operations
from projects.storyboard.changes import OperationRefused, P, with_changes
from projects.storyboard.layer_targets import resolve_layers
from projects.storyboard.layers import Align, Amount, AnyLayer, LayerText, Size
from projects.storyboard.motion import Enter, Exit, Preset
from projects.storyboard.operations.finding import index_of, layer_of
from projects.storyboard.schema import Storyboard
from projects.storyboard.targets import resolve
from projects.storyboard.values import Colour, Weight

Step = Callable[[Storyboard, str, str], Storyboard]  # a change of one layer of one scene
NONE_OF_IT = "None of it could be done."


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


class EditLayerArguments(Arguments):
    target: str = Field(min_length=1, max_length=120, description="The scene, or “all scenes”.")
    layer: str = Field(
        min_length=1,
        max_length=280,
        description="Its id (see read_scene), words that stand in it, “the headline”, “the picture”, “all texts”.",
    )
    changes: Annotated[LayerChanges, Decoded] = LayerChanges()
    remove: bool = False


class EditLayer(Tool[EditLayerArguments]):
    name = "edit_layer"
    description = (
        "Change a text, number, picture or shape exactly: words, colour, size, place, entrance, exit; or remove it."
    )
    arguments = EditLayerArguments

    def title(self, arguments: EditLayerArguments) -> str:
        return f"{'Removing' if arguments.remove else 'Changing'} {arguments.layer} in {arguments.target}"

    async def run(self, context: ToolContext, arguments: EditLayerArguments) -> Commit:
        refused: list[str] = []

        def change(document: Storyboard, focus: str | None) -> Storyboard:
            refused.clear()
            after = document
            for scene_id, layer_id in _meant(document, arguments, focus, refused):
                for step in _steps(arguments):
                    try:
                        after = step(after, scene_id, layer_id)
                    except OperationRefused as problem:
                        refused.append(str(problem))
            if after == document:
                raise OperationRefused(" ".join(dict.fromkeys(refused)) or f"{NONE_OF_IT} It is like that already.")
            return after

        def remark(before: Storyboard, after: Storyboard) -> dict[str, Any]:
            return note_of(f"Not done: {' '.join(dict.fromkeys(refused))}" if refused else "")

        return change_effect(context, change, remark)


def _meant(
    document: Storyboard, arguments: EditLayerArguments, focus: str | None, refused: list[str]
) -> Iterator[tuple[str, str]]:
    for scene_id in resolve(document, arguments.target, focus):
        try:
            for layer_id in resolve_layers(document.scenes[index_of(document, scene_id)], arguments.layer):
                yield scene_id, layer_id
        except OperationRefused as problem:
            refused.append(str(problem))


def _steps(arguments: EditLayerArguments) -> Iterator[Step]:
    """One for each field, in the document's words, so that each is done or refused by itself."""
    changes = arguments.changes
    if arguments.remove:
        yield operations.remove_layer
        return
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
