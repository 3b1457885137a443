"""Changes how a part of a scene comes, moves and goes."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from orchestrator.agents.contract import Commit, Tool, ToolContext
from orchestrator.agents.layer_target import LayerChange, LayerTarget, change_layers
from orchestrator.agents.optional_fields import WithoutBlanks
from projects.storyboard import operations
from projects.storyboard.changes import P, with_changes
from projects.storyboard.layers import Stagger
from projects.storyboard.motion import Enter, Exit, Keyframes, Scroll
from projects.storyboard.operations.finding import index_of, layer_of
from projects.storyboard.schema import Storyboard

FIELDS = ("stagger", "keyframes", "loop", "draw", "scroll")  # set as they are


class AnimateLayerArguments(LayerTarget):
    enter: Annotated[Enter | None, WithoutBlanks] = Field(default=None, description="How it comes in.")
    exit: Annotated[Exit | None, WithoutBlanks] = Field(default=None, description="How it goes.")
    keyframes: Annotated[Keyframes | None, WithoutBlanks] = Field(default=None, description="[]: none any more.")
    loop: bool | None = Field(default=None, description="Its keyframes begin again after the last one.")
    stagger: Stagger | None = Field(default=None, description="A text comes in by these parts.")
    draw: bool | None = Field(default=None, description="The outline of a shape or an icon is drawn as with a pen.")
    scroll: Annotated[Scroll | None, WithoutBlanks] = Field(
        default=None, description="The picture of a device moves up."
    )


class AnimateLayer(Tool[AnimateLayerArguments]):
    name = "animate_layer"
    description = (
        "Change how a text, number, picture, shape, icon or device comes in, moves and goes, exactly. "
        "Times are in seconds of its scene."
    )
    arguments = AnimateLayerArguments

    def title(self, arguments: AnimateLayerArguments) -> str:
        return f"Animating {arguments.layer} in {arguments.target}"

    async def run(self, context: ToolContext, arguments: AnimateLayerArguments) -> Commit:
        return change_layers(context, arguments, list(_find_changes(arguments)))


def _find_changes(arguments: AnimateLayerArguments) -> Iterator[LayerChange]:
    """One for each field, so that each is done or refused by itself."""
    if arguments.enter is not None:
        yield partial(_set_enter, arguments.enter)
    if arguments.exit is not None:
        yield partial(_set_exit, arguments.exit)
    for name in FIELDS:
        if (value := getattr(arguments, name)) is not None:
            yield partial(operations.set_layer, **{name: value})


def _set_enter(enter: Enter, document: Storyboard, scene_id: str, layer_id: str) -> Storyboard:
    before = layer_of(document.scenes[index_of(document, scene_id)], layer_id).enter
    return operations.set_enter(document, scene_id, layer_id, _over(before, enter))


def _set_exit(exit: Exit, document: Storyboard, scene_id: str, layer_id: str) -> Storyboard:
    before = layer_of(document.scenes[index_of(document, scene_id)], layer_id).exit
    return operations.set_exit(document, scene_id, layer_id, _over(before, exit))


def _over(before: P | None, given: P) -> P:
    """What is not given stays as it was before."""
    if before is None:
        return given
    changes: dict[str, Any] = {name: getattr(given, name) for name in given.model_fields_set}
    return with_changes(before, **changes)
