"""Shared by the tools that change one or several layers exactly as requested, without a model."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pydantic import Field

from orchestrator.tools.stepwise import DocumentEdit, change_stepwise
from orchestrator.tools.tool import Arguments, Commit, ToolContext
from storyboard.changes import OperationRefused
from storyboard.layer_targets import resolve_layers
from storyboard.operations.finding import index_of
from storyboard.scene_targets import resolve
from storyboard.schema import Storyboard

LayerChange = Callable[[Storyboard, str, str], Storyboard]  # of one scene and one layer, by their ids
UNCHANGED = "It is like that already."


class LayerTarget(Arguments):
    target: str = Field(min_length=1, max_length=120, description="The scene, or “all scenes”.")
    layer: str = Field(
        min_length=1,
        max_length=280,
        description="Its id (see read_scene), words that stand in it, “the headline”, “the picture”, “all texts”.",
    )


def change_layers(context: ToolContext, target: LayerTarget, changes: Sequence[LayerChange]) -> Commit:
    def find_steps(document: Storyboard, focus: str | None) -> Iterator[DocumentEdit]:
        for scene_id in resolve(document, target.target, focus):
            yield from _find_steps_in_scene(document, scene_id, target.layer, changes)

    return change_stepwise(context, find_steps, UNCHANGED)


def _find_steps_in_scene(
    document: Storyboard, scene_id: str, layer: str, changes: Sequence[LayerChange]
) -> Iterator[DocumentEdit]:
    try:
        layer_ids = resolve_layers(document.scenes[index_of(document, scene_id)], layer)
    except OperationRefused as problem:
        yield partial(_refuse, problem)
        return
    for layer_id in layer_ids:
        for change in changes:
            yield partial(_apply_change, change, scene_id, layer_id)


def _apply_change(change: LayerChange, scene_id: str, layer_id: str, document: Storyboard) -> Storyboard:
    return change(document, scene_id, layer_id)


def _refuse(problem: OperationRefused, document: Storyboard) -> Storyboard:
    raise problem
