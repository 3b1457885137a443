"""Rectangles in % of the canvas. One may lie off the canvas."""

from typing import Annotated

from pydantic import Field

from storyboard.values import Number, Part

Side = Annotated[Number, Field(gt=0, le=200)]
Corner = Annotated[Number, Field(ge=-200, le=300)]
Radius = Annotated[Number, Field(ge=0, le=720)]


class Box(Part):
    """Left and top from the canvas's left upper corner, width and height."""

    x: Corner
    y: Corner
    w: Side
    h: Side


class Clip(Box):
    """A window with round corners. That of a layer stays while the layer moves behind it; that of a group moves with the group."""

    radius: Radius = 0
