"""Shows the model all of one scene: its layers, slots and times. Nothing changes."""

import json
from typing import Any

from chatstream.rows.ledger import ToolOutcome
from orchestrator.tools.scene_arguments import SceneTarget
from orchestrator.tools.tool import Arguments, Commit, Tool, ToolContext
from orchestrator.tools.video import NO_VIDEO, resolve_one_scene
from projects import revisions
from storyboard.changes import OperationRefused
from storyboard.operations.finding import index_of
from storyboard.schema import Storyboard

MAX_CHARS = 8_000  # characters of JSON
_LEAST_USEFUL_FIELDS = ("keyframes", "d", "exit", "stagger", "glass")  # of a layer


class ReadSceneArguments(Arguments):
    target: SceneTarget


class ReadScene(Tool[ReadSceneArguments]):
    name = "read_scene"
    description = "Read all of one scene: its words, its layers with their places, colours and times. Nothing changes."
    arguments = ReadSceneArguments

    def title(self, arguments: ReadSceneArguments) -> str:
        return f"Reading {arguments.target}"

    async def run(self, context: ToolContext, arguments: ReadSceneArguments) -> Commit:
        def read() -> ToolOutcome:
            newest = revisions.current(context.project_id)
            if newest is None:
                return ToolOutcome(False, {}, NO_VIDEO)
            try:
                document = newest.storyboard
                scene_id = resolve_one_scene(document, arguments.target, revisions.focus_of(newest), "read")
            except OperationRefused as refused:
                return ToolOutcome(False, {}, str(refused))
            return ToolOutcome(True, _shorten(_describe(document, index_of(document, scene_id))))

        return read


def _describe(document: Storyboard, index: int) -> dict[str, Any]:
    scene = document.scenes[index]
    return {
        "number": index + 1,
        "starts_at": round(sum(each.duration for each in document.scenes[:index]), 3),
        **scene.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True),
    }


def _shorten(scene: dict[str, Any]) -> dict[str, Any]:
    """Omit the least useful fields of layers, then the last layers, whose count is added."""
    if _size(scene) <= MAX_CHARS:
        return scene
    layers = [{name: each[name] for name in each if name not in _LEAST_USEFUL_FIELDS} for each in scene["layers"]]
    count = len(layers)
    while count and _size({**scene, "layers": layers[:count]}) > MAX_CHARS:
        count -= 1
    left_out = {"layers_left_out": len(layers) - count} if count < len(layers) else {}
    return {**scene, "layers": layers[:count], **left_out}


def _size(scene: dict[str, Any]) -> int:
    return len(json.dumps(scene, ensure_ascii=False))
