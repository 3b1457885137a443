"""What changed inside of one scene, in words."""

from collections.abc import Iterator

from storyboard.groups import Group
from storyboard.layer_differences import layer_changes
from storyboard.phrases import Phrase, phrase
from storyboard.schema import Scene, TransitionType

BEGINNINGS: dict[TransitionType, Phrase] = {
    "none": phrase("begins with a cut"),
    "fade": phrase("begins with a fade"),
    "slide": phrase("begins with a slide"),
    "wipe": phrase("begins with a wipe"),
    "circle": phrase("begins with a circle"),
    "zoom": phrase("begins with a zoom"),
}


def describe_scene_changes(was: Scene, now: Scene) -> Iterator[Phrase]:
    if was.name != now.name:
        yield phrase("was “{name}”", name=was.name)
    if was.duration != now.duration:
        yield duration_change(was, now)
    if was.background != now.background:
        yield phrase("background")
    if was.transition.type != now.transition.type:
        yield BEGINNINGS[now.transition.type]
    yield from layer_changes(was, now)
    yield from _group_changes(was, now)
    if was.camera != now.camera and was.duration == now.duration:
        yield phrase("camera")


def duration_change(was: Scene, now: Scene) -> Phrase:
    return phrase("{before} s → {after} s", before=was.duration, after=now.duration)


def _group_changes(was: Scene, now: Scene) -> Iterator[Phrase]:
    old, new = ({group.id: group for group in scene.groups} for scene in (was, now))
    yield from (phrase("group removed") for each in old if each not in new)
    yield from (phrase("group added") for each in new if each not in old)
    for group_id in (each for each in new if each in old and old[each] != new[each]):
        is_same_place = _place(old[group_id]) == _place(new[group_id])
        if not is_same_place or was.duration == now.duration:
            yield phrase("group moves otherwise") if is_same_place else phrase("group changed")


def _place(group: Group) -> tuple[object, object]:
    return group.box, group.clip
