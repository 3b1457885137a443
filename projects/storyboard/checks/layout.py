"""The layers of a scene at five times: where each is, how much of it shines through, and whether it stands there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from projects.storyboard.checks.motion import Presence, keyed, presence
from projects.storyboard.checks.text_layout import Drawn, draw_counter, draw_text
from projects.storyboard.layers import AnyLayer, Counter, Text
from projects.storyboard.schema import Canvas, Scene

TIMES = (0.12, 0.35, 0.55, 0.75, 0.95)  # of the scene
SHORT_SIDE = 720
SEEN = 0.1  # of its opacity, by which a layer counts as seen
_ASIDE = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    w: float
    h: float

    @property
    def area(self) -> float:
        return max(0.0, self.w) * max(0.0, self.h)

    def shared(self, other: "Rect") -> float:
        """The part of it that lies on the other, 0 to 1."""
        w = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        h = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        return max(0.0, w) * max(0.0, h) / max(self.area, 1e-6)


@dataclass(frozen=True)
class Placed:
    """A layer in units. `drawn`: of words and figures alone."""

    layer: AnyLayer
    layout: "Layout"

    @cached_property
    def box(self) -> Rect:
        box, (width, height) = self.layer.box, self.layout.size
        return Rect(box.x / 100 * width, box.y / 100 * height, box.w / 100 * width, box.h / 100 * height)

    @cached_property
    def drawn(self) -> Drawn | None:
        if isinstance(self.layer, Text):
            return draw_text(self.layer, self.box.w, self.box.h)
        return draw_counter(self.layer, self.box.w, self.box.h) if isinstance(self.layer, Counter) else None

    @cached_property
    def still(self) -> Rect:
        """Of words what they take of their box."""
        box, drawn = self.box, self.drawn
        if drawn is None or not isinstance(self.layer, Text | Counter):
            return box
        x = box.x + (box.w - drawn.width) * _ASIDE[self.layer.align]
        return Rect(x, box.y + (box.h - drawn.height) / 2, drawn.width, drawn.height)

    def scale(self, t: float) -> float:
        return keyed(self.layer.keyframes, "scale", t, 1)

    def opacity(self, t: float) -> float:
        return keyed(self.layer.keyframes, "opacity", t, 1)

    def presence(self, t: float) -> Presence:
        return presence(self.layer, t, self.layout.scene.duration) if self.opacity(t) >= SEEN else "absent"

    def rect(self, t: float) -> Rect:
        """Scaled around the middle of its box, moved by its keyframes."""
        still, box, scale = self.still, self.box, self.scale(t)
        width, height = self.layout.size
        mx, my = box.x + box.w / 2, box.y + box.h / 2
        dx = keyed(self.layer.keyframes, "dx", t, 0) / 100 * width
        dy = keyed(self.layer.keyframes, "dy", t, 0) / 100 * height
        x, y = mx + (still.x - mx) * scale + dx, my + (still.y - my) * scale + dy
        return Rect(x, y, still.w * scale, still.h * scale)


@dataclass(frozen=True)
class Layout:
    scene: Scene
    size: tuple[float, float]

    @cached_property
    def layers(self) -> tuple[Placed, ...]:
        return tuple(Placed(layer, self) for layer in self.scene.layers)

    @cached_property
    def words(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.layers if isinstance(each.layer, Text | Counter))

    @property
    def canvas(self) -> Rect:
        return Rect(0, 0, *self.size)

    @property
    def times(self) -> tuple[float, ...]:
        return tuple(round(part * self.scene.duration, 3) for part in TIMES)

    def settled(self, placed: Placed) -> Iterator[float]:
        """The times at which a layer stands at its place."""
        return (t for t in self.times if placed.presence(t) == "settled")


def lay_out(scene: Scene, canvas: Canvas) -> Layout:
    unit = min(canvas.width, canvas.height) / SHORT_SIDE
    return Layout(scene, (canvas.width / unit, canvas.height / unit))
