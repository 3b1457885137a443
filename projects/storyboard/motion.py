"""How a layer comes, moves and goes."""

from typing import Annotated, Literal

from pydantic import Field

from projects.storyboard.values import Fraction, Number, Part, Seconds

Ease = Literal["linear", "in", "out", "inOut", "expo", "back", "spring", "bounce"]
Preset = Literal[
    "none", "fade", "rise", "drop", "left", "right", "pop", "zoom", "grow", "spin", "swing", "wipe", "reveal", "blur", "float"
]  # fmt: skip
Stretch = Annotated[Number, Field(ge=0.05, le=10)]
Percent = Annotated[Number, Field(ge=-100, le=100)]


class Enter(Part):
    """`at` is in seconds from the start of the scene."""

    preset: Preset
    at: Seconds = 0
    duration: Stretch = 0.7
    ease: Ease = "expo"


class Exit(Part):
    """Without `at` it ends with the scene."""

    preset: Preset
    at: Seconds | None = None
    duration: Stretch = 0.5
    ease: Ease = "in"


class Keyframe(Part):
    """`dx` and `dy` in % of the canvas, `rotate` in degrees. What is not given goes on as it was."""

    t: Seconds
    dx: Percent | None = None
    dy: Percent | None = None
    scale: Annotated[Number, Field(ge=0, le=5)] | None = None
    rotate: Annotated[Number, Field(ge=-1080, le=1080)] | None = None
    opacity: Fraction | None = None
    ease: Ease = "inOut"


class Draw(Part):
    """The outline is drawn as with a pen. Without `at` it starts with the layer's entrance."""

    at: Seconds | None = None
    duration: Stretch = 1
    ease: Ease = "inOut"
