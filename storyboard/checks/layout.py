"""The layers of a scene at five times: the rectangle, opacity and presence of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from storyboard.boxes import Box
from storyboard.checks.motion import Animated, Presence, interpolate, presence, property_at
from storyboard.checks.text_layout import DrawnText, draw_counter, draw_text
from storyboard.groups import Group
from storyboard.layers import AnyLayer, Counter, Text
from storyboard.schema import Canvas, Scene
from storyboard.templates.mirror import is_right_to_left

TIMES = (0.12, 0.35, 0.55, 0.75, 0.95)  # of the scene
SHORT_SIDE = 720
SEEN = 0.1  # opacity from which a layer counts as visible
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

    def scale(self, scale: float, x: float, y: float, dx: float, dy: float) -> "Rect":
        """Scaled around the point (x, y), then moved by (dx, dy)."""
        return Rect(x + (self.x - x) * scale + dx, y + (self.y - y) * scale + dy, self.w * scale, self.h * scale)

    def overlap_ratio(self, other: "Rect") -> float:
        """The share of its area that lies on `other`, 0 to 1."""
        w = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        h = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        return max(0.0, w) * max(0.0, h) / max(self.area, 1e-6)


@dataclass(frozen=True)
class Placed:
    """A layer, in units. `drawn`: the size of its text; None for layers without text."""

    layer: AnyLayer
    layout: "Layout"

    @cached_property
    def box(self) -> Rect:
        return self.layout.rect_of(self.layer.box)

    @cached_property
    def group(self) -> Group | None:
        return next((each for each in self.layout.scene.groups if each.id == self.layer.group), None)

    @cached_property
    def drawn(self) -> DrawnText | None:
        if isinstance(self.layer, Text):
            return draw_text(self.layer, self.box.w, self.box.h)
        return draw_counter(self.layer, self.box.w, self.box.h) if isinstance(self.layer, Counter) else None

    @cached_property
    def still(self) -> Rect:
        """The box of the layer; of a text, the part of it that its words take."""
        box, drawn = self.box, self.drawn
        if drawn is None or not isinstance(self.layer, Text | Counter):
            return box
        begins_right = isinstance(self.layer, Text) and is_right_to_left(self.layer.text)
        align = "right" if begins_right and self.layer.align == "left" else self.layer.align
        x = box.x + (box.w - drawn.width) * _ASIDE[align]
        return Rect(x, box.y + (box.h - drawn.height) / 2, drawn.width, drawn.height)

    def scale(self, t: float) -> float:
        own = property_at(self.layer, "scale", t, 1) * interpolate(self.layout.scene.camera, "zoom", t, 1)
        return own * property_at(self.group, "scale", t, 1) if self.group else own

    def opacity(self, t: float) -> float:
        own = property_at(self.layer, "opacity", t, 1)
        return own * property_at(self.group, "opacity", t, 1) if self.group else own

    def presence(self, t: float) -> Presence:
        if self.opacity(t) < SEEN:
            return "absent"
        parts: list[Animated] = [self.layer, self.group] if self.group else [self.layer]
        states = {presence(part, t, self.layout.scene.duration) for part in parts}
        return "absent" if "absent" in states else "moving" if "moving" in states else "settled"

    def rect(self, t: float) -> Rect:
        """Moved by its own keyframes, then with its group, then as the camera sees it; turns are left out."""
        own = self.layout.move(self.layer, self.box, self.still, t)
        if self.group:
            around = self.group.box or self.group.clip
            own = self.layout.move(self.group, self.layout.rect_of(around) if around else self.layout.canvas, own, t)
        return self.layout.apply_camera(own, t)


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

    def rect_of(self, box: Box) -> Rect:
        width, height = self.size
        return Rect(box.x / 100 * width, box.y / 100 * height, box.w / 100 * width, box.h / 100 * height)

    def move(self, what: Animated, around: Rect, rect: Rect, t: float) -> Rect:
        """Scaled around the middle of a box, and moved."""
        width, height = self.size
        dx, dy = property_at(what, "dx", t, 0) / 100 * width, property_at(what, "dy", t, 0) / 100 * height
        return rect.scale(property_at(what, "scale", t, 1), around.x + around.w / 2, around.y + around.h / 2, dx, dy)

    def apply_camera(self, rect: Rect, t: float) -> Rect:
        """As the camera shows it: a move to the right shifts everything to the left."""
        (width, height), camera = self.size, self.scene.camera
        zoom = interpolate(camera, "zoom", t, 1)
        dx, dy = interpolate(camera, "dx", t, 0) / 100 * width, interpolate(camera, "dy", t, 0) / 100 * height
        return rect.scale(zoom, width / 2, height / 2, -dx * zoom, -dy * zoom)

    def settled_times(self, placed: Placed) -> Iterator[float]:
        """The times at which the layer does not move."""
        return (t for t in self.times if placed.presence(t) == "settled")


def lay_out(scene: Scene, canvas: Canvas) -> Layout:
    unit = min(canvas.width, canvas.height) / SHORT_SIDE
    return Layout(scene, (canvas.width / unit, canvas.height / unit))
