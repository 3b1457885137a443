"""Texts one below the other, spaced by the height of their words."""

from collections.abc import Callable
from typing import Literal

from storyboard.layers import Align, AnyLayer, Shape, Text
from storyboard.motion import Ease, Preset
from storyboard.templates.layout_context import Layers, LayoutContext
from storyboard.templates.metrics import Role, fit_text
from storyboard.templates.shapes import rule

Stagger = Literal["none", "char", "word", "line"]
Build = Callable[[float, float], AnyLayer | None]  # top and height -> what stands there


class Column:
    def __init__(self, layout: LayoutContext, x: float, w: float, align: Align = "left") -> None:
        self.layout, self.x, self.w, self.align = layout, x, w, align
        self.parts: list[tuple[float, Build]] = []

    @property
    def height(self) -> float:
        return sum(height for height, _ in self.parts)

    def gap(self, height: float) -> None:
        self.parts.append((height, lambda top, room: None))

    def text(
        self,
        id: str,
        words: str | None,
        role: Role,
        size: float,
        lines: int,
        *,
        at: float,
        preset: Preset = "rise",
        lasting: float = 0.8,
        ease: Ease = "expo",
        color: str | None = None,
        stagger: Stagger = "none",
        weight: int | None = None,
    ) -> "Column":
        if not words:
            return self
        wanted = size * self.layout.zoom
        height = fit_text(words, role, wanted, self.w, lines).height

        def build(top: float, room: float) -> Text:
            return Text(
                type="text",
                id=id,
                text=words,
                role=role,
                size=wanted,
                weight=weight,
                color=color,
                align=self.align,
                stagger=stagger,
                box=self.layout.box(self.x, top, self.w, room),
                enter=self.layout.enter(preset, at, lasting, ease),
            )

        self.parts.append((height, build))
        return self

    def rule(self, id: str, w: float, *, at: float, fill: str = "accent2", h: float = 7) -> "Column":
        left = self.x + {"left": 0, "center": (self.w - w) / 2, "right": self.w - w}[self.align]

        def build(top: float, room: float) -> Shape:
            return rule(self.layout, id, left, top, w, at=at, fill=fill, h=h)

        self.parts.append((h, build))
        return self

    def place(self, top: float, bottom: float, where: float = 0.5) -> Layers:
        """Between two heights: at the upper one (0), in the middle (0.5) or at the lower one (1); closer if it must be."""
        room = bottom - top
        tight = min(1, room / max(1, self.height))
        y = top + (room - self.height * tight) * where
        layers: Layers = []
        for height, build in self.parts:
            layer = build(y, height * tight)
            if layer is not None:
                layers.append(layer)
            y += height * tight
        return layers
