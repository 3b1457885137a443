"""Mirrors the layers of a template for scripts that are read from right to left."""

from typing import Any, Final

import regex

from storyboard.boxes import Box
from storyboard.changes import with_changes
from storyboard.layers import AnyLayer, Counter, Text
from storyboard.motion import Keyframe

RIGHT_TO_LEFT: Final = regex.compile("[^\\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_OTHER: Final = {"left": "right", "right": "left"}


def is_right_to_left(text: str) -> bool:
    """By its first letter, as in the renderer."""
    return RIGHT_TO_LEFT.match(text) is not None


def mirror_if_right_to_left(layers: list[AnyLayer]) -> list[AnyLayer]:
    """The layers, mirrored if most of their texts are read from right to left."""
    backwards = [is_right_to_left(each.text) for each in layers if isinstance(each, Text)]
    return [_mirror_layer(each) for each in layers] if sum(backwards) * 2 > len(backwards) else layers


def _mirror_layer(layer: AnyLayer) -> AnyLayer:
    changes: dict[str, Any] = {
        "box": _mirror_box(layer.box),
        "keyframes": tuple(map(_mirror_keyframe, layer.keyframes)),
    }
    if layer.clip:
        changes["clip"] = _mirror_box(layer.clip)
    for name in ("enter", "exit"):
        motion = getattr(layer, name)
        if motion and motion.preset in _OTHER:
            changes[name] = with_changes(motion, preset=_OTHER[motion.preset])
    if isinstance(layer, Counter) or (isinstance(layer, Text) and not is_right_to_left(layer.text)):
        changes["align"] = _OTHER.get(layer.align, layer.align)
    return with_changes(layer, **changes)


def _mirror_box(box: Box) -> Box:
    return with_changes(box, x=round(100 - box.x - box.w, 3))


def _mirror_keyframe(keyframe: Keyframe) -> Keyframe:
    moved = {name: -value for name in ("dx", "rotate") if (value := getattr(keyframe, name)) is not None}
    return with_changes(keyframe, **moved)
