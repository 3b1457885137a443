"""What changed between two documents, in words: for the list of revisions, and for the model."""

from collections.abc import Iterator

from storyboard.scene_differences import describe_scene_changes, duration_change
from storyboard.formats import format_of
from storyboard.operations.scenes import count_scenes
from storyboard.schema import Scene, Storyboard

LONGEST = 500


def summary(before: Storyboard | None, after: Storyboard) -> str:
    words = _new_video(after) if before is None else "; ".join(_document_changes(before, after)) or "nothing changed"
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
    return words[:1].upper() + words[1:]


def _new_video(after: Storyboard) -> str:
    if not after.scenes:
        return f"new video: {format_of(after.canvas).name}, no scenes yet"
    return f"new video: {count_scenes(len(after.scenes))}, {after.duration:g} s"


def _document_changes(before: Storyboard, after: Storyboard) -> Iterator[str]:
    if before.canvas != after.canvas:
        yield f"format {format_of(after.canvas).name}, {after.canvas.fps} frames a second"
    is_laid_out_anew = before.canvas != after.canvas  # then everything has moved, which says nothing
    if before.style.palette != after.style.palette:
        yield "colours changed"
    if before.style.fonts != after.style.fonts:
        yield "fonts changed"
    if before.cover != after.cover:
        yield "no cover of its own" if after.cover is None else f"cover at {after.cover:g} s"
    yield from _picture_changes(before, after)
    yield from _scenes_added_and_deleted(before, after)
    yield from _order_changes(before, after)
    if not is_laid_out_anew:
        yield from _scene_changes(before, after)


def _picture_changes(before: Storyboard, after: Storyboard) -> Iterator[str]:
    added = len(after.assets.keys() - before.assets.keys())
    gone = len(before.assets.keys() - after.assets.keys())
    if added:
        yield "picture added" if added == 1 else f"{added} pictures added"
    if gone:
        yield "picture removed" if gone == 1 else f"{gone} pictures removed"
    if any(before.assets[each] != after.assets[each] for each in before.assets.keys() & after.assets.keys()):
        yield "picture replaced"


def _scenes_added_and_deleted(before: Storyboard, after: Storyboard) -> Iterator[str]:
    old, new = _by_id(before), _by_id(after)
    for what, scenes in (
        ("deleted", [scene for scene in before.scenes if scene.id not in new]),
        ("added", [scene for scene in after.scenes if scene.id not in old]),
    ):
        if len(scenes) == 1:
            yield f"scene “{scenes[0].name}” {what}"
        elif scenes:
            yield f"{count_scenes(len(scenes))} {what}"


def _order_changes(before: Storyboard, after: Storyboard) -> Iterator[str]:
    old, new = _by_id(before), _by_id(after)
    was = [scene.id for scene in before.scenes if scene.id in new]
    now = [scene.id for scene in after.scenes if scene.id in old]
    if was == now:
        return
    # One that was taken out and put elsewhere is named; of two swapped neighbours it is the first.
    moved = [
        each for each in now if [other for other in was if other != each] == [other for other in now if other != each]
    ]
    if moved:
        place = [scene.id for scene in after.scenes].index(moved[0]) + 1
        yield f"scene “{new[moved[0]].name}” moved to place {place}"
    else:
        yield "order of the scenes changed"


def _scene_changes(before: Storyboard, after: Storyboard) -> Iterator[str]:
    old = _by_id(before)
    pairs = [(n, old[scene.id], scene) for n, scene in enumerate(after.scenes, 1) if scene.id in old]
    changed = [(n, was, now) for n, was, now in pairs if was != now]
    described = [(n, now, list(describe_scene_changes(was, now))) for n, was, now in changed]
    durations_only = [[duration_change(was, now)] for _, was, now in changed]
    if len(changed) > 2 and [words for *_, words in described] == durations_only:
        yield f"durations of {count_scenes(len(changed))} changed: {before.duration:g} s → {after.duration:g} s"
        return
    for number, scene, words in described:
        yield f"scene {number} “{scene.name}”: {', '.join(words) or 'changed'}"


def _by_id(document: Storyboard) -> dict[str, Scene]:
    return {scene.id: scene for scene in document.scenes}
