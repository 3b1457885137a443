"""One piece of text in its place, for what stands alone; what stands together is a Column."""

from typing import Any

from projects.storyboard.layers import Text
from projects.storyboard.motion import Ease, Preset
from projects.storyboard.templates.metrics import Role
from projects.storyboard.templates.stage import Place, Stage

Entrance = tuple[Preset, float, float, Ease]  # how, when, how long, on which curve


def say(stage: Stage, id: str, text: str, place: Place, role: Role, size: float, enter: Entrance, **more: Any) -> Text:
    """`more`: any other field of a text."""
    box = stage.box(*place)
    return Text(type="text", id=id, text=text, box=box, role=role, size=size, enter=stage.enter(*enter), **more)
