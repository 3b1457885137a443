"""What changed of the layers of a scene, in words. A text is called by its words, any other layer by its kind."""

from collections.abc import Collection, Iterator
from functools import reduce
from typing import Any

from storyboard.layers import AnyLayer, Text
from storyboard.motion import Enter, Preset
from storyboard.phrases import Phrase, phrase
from storyboard.schema import Scene

LOOKS = {
    "color": phrase("in another colour"),
    "fill": phrase("in another colour"),
    "align": phrase("aligned otherwise"),
    "box": phrase("moved"),
    "data": phrase("with other values"),
    "asset_id": phrase("with another picture"),
    "gradient": phrase("in other colours"),
    "line_height": phrase("with other line spacing"),
    "clip": phrase("cut otherwise"),
    "group": phrase("in another group"),
    "name": phrase("with another icon"),
}
MOVES = {"enter", "exit", "keyframes", "draw", "scroll"}
ENTRANCES: dict[Preset, Phrase] = {
    "none": phrase("is there at once"),
    "fade": phrase("fades in"),
    "rise": phrase("rises in"),
    "drop": phrase("drops in"),
    "left": phrase("slides in from the left"),
    "right": phrase("slides in from the right"),
    "pop": phrase("pops in"),
    "zoom": phrase("zooms in"),
    "grow": phrase("grows in"),
    "spin": phrase("spins in"),
    "swing": phrase("swings in"),
    "wipe": phrase("is wiped in"),
    "reveal": phrase("is revealed"),
    "blur": phrase("comes out of a blur"),
    "float": phrase("floats in"),
}
KINDS = {
    "image": phrase("picture"),
    "shape": phrase("shape"),
    "chart": phrase("chart"),
    "counter": phrase("number"),
    "icon": phrase("icon"),
    "device": phrase("device"),
}
MANY = 4  # layers that came or went: with more the scene is another one
LONGEST = 40  # characters of a text


def layer_changes(was: Scene, now: Scene) -> Iterator[Phrase]:
    old, new = ({layer.id: layer for layer in scene.layers} for scene in (was, now))
    if len(old.keys() ^ new.keys()) > MANY:
        yield phrase("made anew")
        return
    yield from (phrase("{part} removed", part=_name(layer)) for each, layer in old.items() if each not in new)
    yield from (phrase("{part} added", part=_name(layer)) for each, layer in new.items() if each not in old)
    for layer_id in (each for each in new if each in old):
        yield from _changes_of(old[layer_id], new[layer_id], is_retimed=was.duration != now.duration)


def describe_entrance(enter: Enter) -> Phrase:
    how = ENTRANCES[enter.preset]
    return how if enter.preset == "none" else phrase("{how} in {seconds} s", how=how, seconds=enter.duration)


def _changes_of(was: AnyLayer, now: AnyLayer, *, is_retimed: bool) -> Iterator[Phrase]:
    changes = list(_field_changes(was, now, is_retimed=is_retimed))
    part = _name(now)
    if isinstance(was, Text) and isinstance(now, Text) and was.text != now.text:
        part = phrase("{before} → {after}", before=_name(was), after=part)
        if not changes:
            yield part
    if changes:
        all_changes = reduce(lambda a, b: phrase("{first} and {second}", first=a, second=b), changes)
        yield phrase("{part} {changes}", part=part, changes=all_changes)


def _name(layer: AnyLayer) -> Phrase:
    if not isinstance(layer, Text):
        return KINDS[layer.type]
    words = " ".join(layer.text.split())
    return phrase("“{words}”", words=words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…")


def _field_changes(was: AnyLayer, now: AnyLayer, *, is_retimed: bool) -> Iterator[Phrase]:
    """Of all but the text. A duration that changed moves the times of layers too: that is not repeated."""
    old, new = dict(was), dict(now)
    differ = {name: None for name in new if name != "text" and (name not in old or old[name] != new[name])}
    yield from _type_changes(old, new, differ.keys())
    yield from dict.fromkeys(words for name, words in LOOKS.items() if name in differ)
    others = differ.keys() - {"weight", "size", "italic", *LOOKS}
    if is_retimed:
        others -= MOVES
    elif now.enter and _has_other_entrance(was.enter, now.enter):
        yield describe_entrance(now.enter)
        others -= {"enter", "stagger"}
    if others:
        yield phrase("moves otherwise") if others <= {*MOVES, "stagger", "loop"} else phrase("changed")


def _type_changes(old: dict[str, Any], new: dict[str, Any], differ: Collection[str]) -> Iterator[Phrase]:
    if "weight" in differ:
        yield _weight(new["weight"])
    if "size" in differ:
        yield _size(old.get("size"), new["size"])
    if "italic" in differ:
        yield phrase("in italics") if new["italic"] else phrase("upright")


def _weight(now: int | None) -> Phrase:
    if now is None:
        return phrase("in its usual weight")
    return phrase("bold") if now >= 600 else phrase("lighter")


def _size(was: float | None, now: float | None) -> Phrase:
    if was is None or now is None:
        return phrase("in another size")
    return phrase("larger") if now > was else phrase("smaller")


def _has_other_entrance(was: Enter | None, now: Enter) -> bool:
    return was is None or (was.preset, was.duration) != (now.preset, now.duration)
