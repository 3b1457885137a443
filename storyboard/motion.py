"""Entrances, exits and keyframes of layers and groups, and keyframes of the camera. Times are seconds of the scene."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from storyboard.values import LEFT_OUT_IF_EMPTY, Fraction, Number, Part, Seconds

Ease = Literal["linear", "in", "out", "inOut", "expo", "back", "spring", "bounce"]
Preset = Literal[
    "none", "fade", "rise", "drop", "left", "right", "pop", "zoom", "grow", "spin", "swing", "wipe", "reveal", "blur", "float"
]  # fmt: skip
Stretch = Annotated[Number, Field(ge=0.05, le=10)]
Percent = Annotated[Number, Field(ge=-200, le=200)]
Turn = Annotated[Number, Field(ge=-1080, le=1080)]  # degrees


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
    rotate: Turn | None = None
    opacity: Fraction | None = None
    ease: Ease = "inOut"


class Draw(Part):
    """The outline is drawn as with a pen. Without `at` it starts with the layer's entrance."""

    at: Seconds | None = None
    duration: Stretch = 1
    ease: Ease = "inOut"


class Scroll(Part):
    """How far the picture on a screen is moved up: 0 shows its top, 1 its end. Without `at` it starts when the screen is there."""

    to: Fraction = 1
    from_: Annotated[Fraction, Field(alias="from")] = 0
    at: Seconds | None = None
    duration: Stretch = 2
    ease: Ease = "inOut"


class CameraKeyframe(Part):
    """Where the camera looks: `dx` and `dy` in % of the canvas from its middle. What is not given goes on as it was."""

    t: Seconds
    dx: Percent | None = None
    dy: Percent | None = None
    zoom: Annotated[Number, Field(ge=0.1, le=10)] | None = None
    rotate: Turn | None = None
    ease: Ease = "inOut"


def _check_order(keyframes: "tuple[Keyframe | CameraKeyframe, ...]") -> "tuple[Keyframe | CameraKeyframe, ...]":
    times = [keyframe.t for keyframe in keyframes]
    if times != sorted(set(times)):
        raise ValueError("each t must be later than the one before")
    return keyframes


Keyframes = Annotated[tuple[Keyframe, ...], Field(max_length=24), AfterValidator(_check_order)]
Camera = Annotated[tuple[CameraKeyframe, ...], Field(max_length=24), LEFT_OUT_IF_EMPTY, AfterValidator(_check_order)]
