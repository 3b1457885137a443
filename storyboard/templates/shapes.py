"""The pieces that templates are built from: rules, rings, discs, cards and strokes. Places are in units."""

from storyboard.layers import Shape
from storyboard.motion import Draw, Enter, Keyframe
from storyboard.templates.layout_context import LayoutContext, Place, Point


def faint(
    layout: LayoutContext, opacity: float, *, scale: float = 1, rotate: float = 0, dx: float = 0, dy: float = 0
) -> tuple[Keyframe, ...]:
    """See-through, and on its way as long as the scene lasts: nothing on the canvas is quite still."""
    start = Keyframe(t=0, opacity=opacity, scale=1, rotate=0, dx=0, dy=0)
    end = Keyframe(t=layout.duration, scale=scale, rotate=rotate, dx=dx, dy=dy, ease="linear")
    return start, end


def rect(
    layout: LayoutContext,
    id: str,
    place: Place,
    *,
    fill: str | None = None,
    stroke: str | None = None,
    thick: float = 3,
    radius: float | None = None,
    glass: bool = False,
    enter: Enter | None = None,
    keyframes: tuple[Keyframe, ...] = (),
) -> Shape:
    return Shape(
        type="shape",
        id=id,
        shape="rect",
        box=layout.box(*place),
        fill=fill,
        stroke=stroke,
        stroke_width=thick,
        radius=radius,
        glass=glass,
        enter=enter,
        keyframes=keyframes,
    )


def rule(
    layout: LayoutContext, id: str, x: float, y: float, w: float, *, at: float, fill: str = "accent2", h: float = 7
) -> Shape:
    return rect(layout, id, (x, y, w, h), fill=fill, enter=layout.enter("wipe", at, 0.9, "inOut"))


def disc(
    layout: LayoutContext,
    id: str,
    centre: Point,
    r: float,
    *,
    fill: str,
    enter: Enter | None = None,
    keyframes: tuple[Keyframe, ...] = (),
) -> Shape:
    box = layout.box(centre[0] - r, centre[1] - r, 2 * r, 2 * r)
    return Shape(type="shape", id=id, shape="ellipse", box=box, fill=fill, enter=enter, keyframes=keyframes)


def ring(
    layout: LayoutContext,
    id: str,
    centre: Point,
    r: float,
    *,
    stroke: str,
    at: float = 0,
    thick: float = 3,
    lasting: float = 1.4,
    keyframes: tuple[Keyframe, ...] = (),
) -> Shape:
    return Shape(
        type="shape",
        id=id,
        shape="ellipse",
        box=layout.box(centre[0] - r, centre[1] - r, 2 * r, 2 * r),
        stroke=stroke,
        stroke_width=thick,
        draw=Draw(at=layout.at(at), duration=layout.lasting(lasting)),
        keyframes=keyframes,
    )


def pen(
    layout: LayoutContext,
    id: str,
    place: Place,
    d: str,
    *,
    stroke: str,
    at: float = 0,
    thick: float = 4,
    lasting: float = 1.2,
    keyframes: tuple[Keyframe, ...] = (),
) -> Shape:
    """An open stroke, drawn."""
    return Shape(
        type="shape",
        id=id,
        shape="path",
        d=d,
        box=layout.box(*place),
        stroke=stroke,
        stroke_width=thick,
        draw=Draw(at=layout.at(at), duration=layout.lasting(lasting)),
        keyframes=keyframes,
    )


def solid(
    layout: LayoutContext,
    id: str,
    place: Place,
    d: str,
    *,
    fill: str,
    enter: Enter | None = None,
    keyframes: tuple[Keyframe, ...] = (),
) -> Shape:
    """A filled outline."""
    box = layout.box(*place)
    return Shape(type="shape", id=id, shape="path", d=d, box=box, fill=fill, enter=enter, keyframes=keyframes)
