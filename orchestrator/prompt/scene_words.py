"""The words and the layers of a video in a few lines, as a model needs them to know what stands there."""

from collections import Counter as Count
from collections.abc import Iterator

from orchestrator.prompt.quoting import quote
from storyboard.layers import AnyLayer, Chart, Counter, Image, Text
from storyboard.schema import Scene, Storyboard

LONGEST_SCENE = 200  # characters of a scene's words
LONGEST_VIDEO = 4_000  # characters of all of these lines
BETWEEN = " / "


def scene_lines(video: Storyboard) -> Iterator[str]:
    """`1 (id scene-1): "Morning Beans / Since 1990", 2 texts, 1 shape`; what is too much is left to the tool that reads a scene."""
    left = LONGEST_VIDEO
    for number, scene in enumerate(video.scenes, start=1):
        line = f"{number} (id {scene.id}): {_describe(scene)}"
        left -= len(line)
        if left < 0:
            yield f"{number} to {len(video.scenes)}: use read_scene."
            return
        yield line


def words_of(scene: Scene) -> list[str]:
    """What can be read in it, in the order of its layers."""
    return [words for layer in scene.layers for words in _words(layer) if words]


def _describe(scene: Scene) -> str:
    words = BETWEEN.join(words_of(scene))
    kinds = Count(layer.type for layer in scene.layers if not isinstance(layer, Image))
    layers = [f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in kinds.items()]
    pictures = [f"picture {layer.asset_id}" for layer in scene.layers if isinstance(layer, Image)]
    return ", ".join([quote(words, LONGEST_SCENE) if words else "no words", *layers, *pictures])


def _words(layer: AnyLayer) -> Iterator[str]:
    match layer:
        case Text():
            yield " ".join(layer.text.split())
        case Counter():
            yield layer.format.replace("{}", f"{layer.to:.12g}")
        case Chart():
            yield from layer.labels
