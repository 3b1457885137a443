"""The presence of a layer at a time (absent, moving, settled) and its keyframed properties, as in `renderer/motion.js`."""

from collections.abc import Callable, Sequence
from math import cos, exp, pi, sin
from typing import Literal

from storyboard.groups import Group
from storyboard.layers import AnyLayer, Text
from storyboard.motion import CameraKeyframe, Ease, Enter, Keyframe

Presence = Literal["absent", "moving", "settled"]
Animated = AnyLayer | Group

BEGINS = 0.15  # share of an entrance after which the layer is visible
STAGGER_SPAN = 1.3  # seconds, for all letters, words or lines of a text

CURVES: dict[Ease, Callable[[float], float]] = {
    "linear": lambda p: p,
    "in": lambda p: p**3,
    "out": lambda p: 1 - (1 - p) ** 3,
    "inOut": lambda p: 4 * p**3 if p < 0.5 else 1 - (2 - 2 * p) ** 3 / 2,
    "expo": lambda p: (1 - 2 ** (-10 * p)) / (1 - 2**-10),
    "back": lambda p: 1 + 2.4 * (p - 1) ** 3 + 1.4 * (p - 1) ** 2,
    "spring": lambda p: 1 - exp(-5.4 * p) * (cos(7.2 * p) + 0.75 * sin(7.2 * p)) * (1 - p**4),
    "bounce": lambda p: 1 - abs(cos(2.5 * pi * p)) * (1 - p) ** 2,
}


def ease(name: Ease, p: float) -> float:
    return 0 if p <= 0 else 1 if p >= 1 else CURVES[name](p)


def presence(layer: Animated, t: float, duration: float) -> Presence:
    enter, leaves = entrance_of(layer), exit_span(layer, duration)
    if enter and t < enter.at + BEGINS * enter.duration:
        return "absent"
    if leaves and t >= leaves[1]:
        return "absent"
    is_moving = (enter and t < settles_at(layer)) or (leaves and t > leaves[0])
    return "moving" if is_moving else "settled"


def entrance_of(layer: Animated) -> Enter | None:
    return layer.enter if layer.enter and layer.enter.preset != "none" else None


def settles_at(layer: Animated) -> float:
    enter = entrance_of(layer)
    if not enter:
        return 0.0
    staggered = isinstance(layer, Text) and layer.stagger != "none"
    return enter.at + enter.duration + (STAGGER_SPAN / 2 if staggered else 0)


def exit_span(layer: Animated, duration: float) -> tuple[float, float] | None:
    """Start and end of its exit, in seconds of the scene; None: it stays."""
    if not layer.exit or layer.exit.preset == "none":
        return None
    begins = duration - layer.exit.duration if layer.exit.at is None else layer.exit.at
    return begins, begins + layer.exit.duration


Property = Literal["dx", "dy", "scale", "opacity", "zoom"]


def property_at(layer: Animated, name: Property, t: float, otherwise: float) -> float:
    """The value of its keyframes at `t` seconds of the scene; a loop begins again."""
    frames = layer.keyframes
    return interpolate(frames, name, t % frames[-1].t if layer.loop and frames and frames[-1].t else t, otherwise)


def interpolate(frames: Sequence[Keyframe | CameraKeyframe], name: Property, t: float, otherwise: float) -> float:
    """The value at `t`: constant before the first keyframe and after the last; a keyframe without it changes nothing."""
    value, before = otherwise, None
    for frame in frames:
        given = getattr(frame, name)
        following = value if given is None else float(given)
        if t < frame.t:
            if before is None:
                return following
            return value + (following - value) * ease(frame.ease, (t - before) / max(0.001, frame.t - before))
        value, before = following, frame.t
    return value
