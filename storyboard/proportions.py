"""Another format for what no template laid out: it keeps its place in %, and what is round, drawn or grouped its proportions."""

from dataclasses import dataclass
from typing import TypeVar

from storyboard.boxes import Box
from storyboard.changes import with_changes
from storyboard.formats import Format
from storyboard.groups import Group
from storyboard.layers import AnyLayer, BaseLayer, Device, Icon, Image, Shape
from storyboard.schema import Scene

FILLS = 95  # % of the canvas: what is larger in both directions follows the canvas
ROOM = 96  # % of the canvas: nothing is enlarged beyond it

B = TypeVar("B", bound=Box)
P = TypeVar("P", bound=BaseLayer | Group)


@dataclass(frozen=True, slots=True)
class Scaling:
    """Scales boxes around the point (x, y), in % of the canvas."""

    x: float
    y: float
    across: float
    down: float

    def apply(self, box: B) -> B:
        x, y = self.x + (box.x - self.x) * self.across, self.y + (box.y - self.y) * self.down
        sides = {"w": _side(box.w * self.across), "h": _side(box.h * self.down)}
        return with_changes(box, x=max(-200, min(300, x)), y=max(-200, min(300, y)), **sides)


def _side(percent: float) -> float:
    """Within the bounds of `boxes.Side`."""
    return min(200.0, max(0.001, percent))


def adapt_proportions(scene: Scene, before: Format, after: Format) -> Scene:
    if before == after:
        return scene
    scalings = {group.id: _scaling(_bounding_box(scene, group.id), before, after) for group in scene.groups}
    layers = []
    for layer in scene.layers:
        scaling = scalings[layer.group] if layer.group else _scaling(_own_box(layer), before, after)
        layers.append(_scale(layer, scaling))
    groups = [_scale(group, scalings[group.id]) for group in scene.groups]
    return with_changes(scene, layers=tuple(layers), groups=tuple(groups))


def _scale(part: P, scaling: Scaling | None) -> P:
    if scaling is None:
        return part
    boxes = {name: scaling.apply(box) for name in ("box", "clip") if (box := getattr(part, name)) is not None}
    return with_changes(part, **boxes)


def _own_box(layer: AnyLayer) -> Box | None:
    """The box that a layer keeps the proportions of; None for words and cards, which follow the canvas."""
    is_loose = isinstance(layer, Image | Icon | Device) or (isinstance(layer, Shape) and layer.shape != "rect")
    return layer.box if is_loose else None


def _bounding_box(scene: Scene, group_id: str) -> Box | None:
    boxes = [layer.box for layer in scene.layers if layer.group == group_id]
    if not boxes:
        return None
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    right, foot = max(box.x + box.w for box in boxes), max(box.y + box.h for box in boxes)
    return Box(x=x, y=y, w=max(0.001, min(200, right - x)), h=max(0.001, min(200, foot - y)))


def _scaling(box: Box | None, before: Format, after: Format) -> Scaling | None:
    if box is None or (box.w >= FILLS and box.h >= FILLS):
        return None
    short = min(after.width, after.height) / min(before.width, before.height)
    across, down = before.width / after.width * short, before.height / after.height * short
    shrink = min(1.0, ROOM / (box.w * across), ROOM / (box.h * down))
    return Scaling(box.x + box.w / 2, box.y + box.h / 2, across * shrink, down * shrink)
