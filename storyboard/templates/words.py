"""A single text layer; texts below one another are a Column."""

from typing import Any

from storyboard.layers import Text
from storyboard.motion import Ease, Preset
from storyboard.templates.layout_context import LayoutContext, Place
from storyboard.templates.metrics import Role

Entrance = tuple[Preset, float, float, Ease]  # preset, start and duration in seconds, ease


def text_layer(
    layout: LayoutContext, id: str, text: str, place: Place, role: Role, size: float, enter: Entrance, **more: Any
) -> Text:
    """A text layer at `place`, in units; `more`: its other fields."""
    box = layout.box(*place)
    return Text(type="text", id=id, text=text, box=box, role=role, size=size, enter=layout.enter(*enter), **more)
