"""A scene in another duration. What moves in it keeps its pace as long as there is room for it."""

from typing import Any, TypeVar

from storyboard.changes import with_changes
from storyboard.groups import Group
from storyboard.layers import BaseLayer, Device, Icon, Shape
from storyboard.motion import CameraKeyframe, Draw, Keyframe, Scroll
from storyboard.schema import Scene

ARRIVED = 0.6  # of a scene: all entrances end by then
TRANSITION = 0.4  # of a scene that its transition may take
LATEST = 60.0  # seconds, as `values.Seconds` allows

Moving = TypeVar("Moving", bound=BaseLayer | Group)
Move = TypeVar("Move", Draw, Scroll)
K = TypeVar("K", Keyframe, CameraKeyframe)


def retime(scene: Scene, seconds: float) -> Scene:
    """The scene in another duration, retimed: its long moves are stretched, its entrances only if they would come too late."""
    if seconds == scene.duration:
        return scene
    stretch = seconds / scene.duration
    hurry = min(1.0, ARRIVED * seconds / max(_last_arrival(scene), 1e-6)) if stretch < 1 else 1.0
    layers = tuple(_retime_part(layer, stretch, hurry) for layer in scene.layers)
    groups = tuple(_retime_part(group, stretch, hurry) for group in scene.groups)
    camera = _keyframes(scene.camera, stretch)
    transition = scene.transition
    if stretch < 1 and transition.duration > TRANSITION * seconds:
        transition = with_changes(transition, duration=TRANSITION * seconds)
    return with_changes(scene, duration=seconds, layers=layers, groups=groups, camera=camera, transition=transition)


def _last_arrival(scene: Scene) -> float:
    enters = [each.enter for each in (*scene.layers, *scene.groups) if each.enter]
    return max((enter.at + enter.duration for enter in enters), default=0.0)


def _retime_part(layer: Moving, stretch: float, hurry: float) -> Moving:
    changes: dict[str, Any] = {}
    if layer.enter and hurry < 1:
        duration = max(0.05, layer.enter.duration * hurry)
        changes["enter"] = with_changes(layer.enter, at=layer.enter.at * hurry, duration=duration)
    if layer.exit and layer.exit.at is not None:
        changes["exit"] = with_changes(layer.exit, at=min(LATEST, layer.exit.at * stretch))
    if layer.keyframes and not layer.loop:
        changes["keyframes"] = _keyframes(layer.keyframes, stretch)
    if isinstance(layer, Shape | Icon) and layer.draw and hurry < 1:
        changes["draw"] = _speed_up(layer.draw, hurry)
    if isinstance(layer, Device) and layer.scroll and stretch < 1:
        changes["scroll"] = _speed_up(layer.scroll, stretch)
    return with_changes(layer, **changes) if changes else layer


def _speed_up(move: Move, part: float) -> Move:
    at = None if move.at is None else move.at * part
    return with_changes(move, at=at, duration=max(0.05, move.duration * part))


def _keyframes(keyframes: tuple[K, ...], stretch: float) -> tuple[K, ...]:
    """Two that fall on the same thousandth of a second become one."""
    moved = {round(min(LATEST, each.t * stretch), 3): each for each in keyframes}
    return tuple(with_changes(keyframe, t=t) for t, keyframe in moved.items())
