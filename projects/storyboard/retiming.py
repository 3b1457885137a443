"""A scene in another duration. What moves in it keeps its pace as long as there is room for it."""

from typing import Any

from projects.storyboard.changes import with_changes
from projects.storyboard.layers import AnyLayer, Shape
from projects.storyboard.motion import Keyframe
from projects.storyboard.schema import Scene

ARRIVED = 0.6  # of a scene: by then all that comes in shall be there
TRANSITION = 0.4  # of a scene that its transition may take
LATEST = 60.0


def lasting(scene: Scene, seconds: float) -> Scene:
    """The scene in another duration, retimed: its long moves are stretched, its entrances only if they would come too late."""
    if seconds == scene.duration:
        return scene
    stretch = seconds / scene.duration
    hurry = min(1.0, ARRIVED * seconds / max(_last_arrival(scene), 1e-6)) if stretch < 1 else 1.0
    layers = tuple(_retimed(layer, stretch, hurry) for layer in scene.layers)
    transition = scene.transition
    if stretch < 1 and transition.duration > TRANSITION * seconds:
        transition = with_changes(transition, duration=TRANSITION * seconds)
    return with_changes(scene, duration=seconds, layers=layers, transition=transition)


def _last_arrival(scene: Scene) -> float:
    return max((layer.enter.at + layer.enter.duration for layer in scene.layers if layer.enter), default=0.0)


def _retimed(layer: AnyLayer, stretch: float, hurry: float) -> AnyLayer:
    changes: dict[str, Any] = {}
    if layer.enter and hurry < 1:
        duration = max(0.05, layer.enter.duration * hurry)
        changes["enter"] = with_changes(layer.enter, at=layer.enter.at * hurry, duration=duration)
    if layer.exit and layer.exit.at is not None:
        changes["exit"] = with_changes(layer.exit, at=min(LATEST, layer.exit.at * stretch))
    if layer.keyframes:
        changes["keyframes"] = _keyframes(layer.keyframes, stretch)
    if isinstance(layer, Shape) and layer.draw and hurry < 1:
        at = None if layer.draw.at is None else layer.draw.at * hurry
        changes["draw"] = with_changes(layer.draw, at=at, duration=max(0.05, layer.draw.duration * hurry))
    return with_changes(layer, **changes) if changes else layer


def _keyframes(keyframes: tuple[Keyframe, ...], stretch: float) -> tuple[Keyframe, ...]:
    """Two that fall on the same thousandth of a second become one."""
    moved = {round(min(LATEST, each.t * stretch), 3): each for each in keyframes}
    return tuple(with_changes(keyframe, t=t) for t, keyframe in moved.items())
