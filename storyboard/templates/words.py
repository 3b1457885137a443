"""One piece of text in its place, for what stands alone; what stands together is a Column."""

from typing import Any

from storyboard.layers import Text
from storyboard.motion import Ease, Preset
from storyboard.templates.layout_context import LayoutContext, Place
from storyboard.templates.metrics import Role

Entrance = tuple[Preset, float, float, Ease]  # how, when, how long, on which curve


def text_layer(
    layout: LayoutContext, id: str, text: str, place: Place, role: Role, size: float, enter: Entrance, **more: Any
) -> Text:
    """`more`: any other field of a text."""
    box = layout.box(*place)
    return Text(type="text", id=id, text=text, box=box, role=role, size=size, enter=layout.enter(*enter), **more)
