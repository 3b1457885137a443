"""What changed inside of one scene, in words."""

from collections.abc import Collection, Iterator

from storyboard.layers import AnyLayer
from storyboard.motion import Enter, Preset
from storyboard.schema import Scene

LOOKS = {
    "color": "colour",
    "fill": "colour",
    "align": "aligned",
    "box": "moved",
    "data": "values",
    "asset_id": "picture",
    "gradient": "colours",
    "italic": "italics",
    "line_height": "line height",
    "clip": "cut otherwise",
    "group": "in another group",
    "name": "icon",
}
MOVES = {"enter", "exit", "keyframes", "draw", "scroll"}
ENTRANCES: dict[Preset, str] = {
    "none": "is there at once",
    "fade": "fades in",
    "rise": "rises in",
    "drop": "drops in",
    "left": "slides in from the left",
    "right": "slides in from the right",
    "pop": "pops in",
    "zoom": "zooms in",
    "grow": "grows in",
    "spin": "spins in",
    "swing": "swings in",
    "wipe": "is wiped in",
    "reveal": "is revealed",
    "blur": "comes out of a blur",
    "float": "floats in",
}


def describe_scene_changes(was: Scene, now: Scene) -> Iterator[str]:
    if was.name != now.name:
        yield f"was “{was.name}”"
    if was.duration != now.duration:
        yield duration_change(was, now)
    if was.background != now.background:
        yield "background"
    if was.transition.type != now.transition.type:
        yield f"transition {now.transition.type}"
    yield from _layer_changes(was, now)
    yield from _group_changes(was, now)
    if was.camera != now.camera and was.duration == now.duration:
        yield "camera"


def duration_change(was: Scene, now: Scene) -> str:
    return f"{was.duration:g} s → {now.duration:g} s"


def _layer_changes(was: Scene, now: Scene) -> Iterator[str]:
    old, new = ({layer.id: layer for layer in scene.layers} for scene in (was, now))
    if len(old.keys() ^ new.keys()) > 4:
        yield "made anew"
        return
    yield from _added_and_removed(old, new)
    for layer_id in (each for each in new if each in old):
        changes = list(_field_changes(old[layer_id], new[layer_id], is_retimed=was.duration != now.duration))
        if changes:
            yield f"{layer_id} {' and '.join(changes)}"


def _added_and_removed(old: Collection[str], new: Collection[str]) -> Iterator[str]:
    yield from (f"{each} removed" for each in old if each not in new)
    yield from (f"{each} added" for each in new if each not in old)


def _group_changes(was: Scene, now: Scene) -> Iterator[str]:
    old, new = ({group.id: group for group in scene.groups} for scene in (was, now))
    yield from _added_and_removed(old, new)
    for group_id in (each for each in new if each in old and old[each] != new[each]):
        same_place = (old[group_id].box, old[group_id].clip) == (new[group_id].box, new[group_id].clip)
        if not same_place or was.duration == now.duration:
            yield f"{group_id} {'moves otherwise' if same_place else 'changed'}"


def _field_changes(was: AnyLayer, now: AnyLayer, *, is_retimed: bool) -> Iterator[str]:
    """A duration that changed moves the times of layers too: that is not repeated."""
    old, new = dict(was), dict(now)
    differ = [name for name in new if name not in old or old[name] != new[name]]
    if "text" in differ:
        yield f"“{new['text'] if len(new['text']) <= 40 else new['text'][:39] + '…'}”"
    if "weight" in differ:
        yield "bold" if (new["weight"] or 0) >= 600 else "lighter" if new["weight"] else "in its usual weight"
    if "size" in differ:
        yield _size(old.get("size"), new["size"])
    yield from dict.fromkeys(word for name, word in LOOKS.items() if name in differ)
    others = set(differ) - {"text", "weight", "size", *LOOKS}
    if is_retimed:
        others -= MOVES
    elif now.enter and _has_other_entrance(was.enter, now.enter):
        yield describe_entrance(now.enter)
        others -= {"enter", "stagger"}
    if others:
        yield "moves otherwise" if others <= {*MOVES, "stagger", "loop"} else "changed"


def describe_entrance(enter: Enter) -> str:
    return ENTRANCES[enter.preset] + (f" in {enter.duration:g} s" if enter.preset != "none" else "")


def _has_other_entrance(was: Enter | None, now: Enter) -> bool:
    return was is None or (was.preset, was.duration) != (now.preset, now.duration)


def _size(was: float | None, now: float | None) -> str:
    if was is None or now is None:
        return "in another size"
    return "larger" if now > was else "smaller"
