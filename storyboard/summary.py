"""What changed between two documents, in words: for the list of revisions, and for the model."""

from collections.abc import Iterator
from dataclasses import dataclass

from storyboard.formats import format_of
from storyboard.operations.scenes import count_scenes
from storyboard.scene_differences import describe_scene_changes, duration_change
from storyboard.schema import Scene, Storyboard

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `text`: as it stands in the summary.

    `scene_id`: of the scene that it is about, if the document after it has that scene. `details`: what changed of a scene that
    was there before, each in a few words. `is_general`: the text names nothing, and no figure.
    """

    text: str
    scene_id: str | None = None
    details: tuple[str, ...] = ()
    is_general: bool = False


def summary(before: Storyboard | None, after: Storyboard) -> str:
    if before is None:
        words = _new_video(after)
    else:
        words = "; ".join(change.text for change in changes_between(before, after)) or "nothing changed"
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
    return words[:1].upper() + words[1:]


def changes_between(before: Storyboard, after: Storyboard) -> list[Change]:
    return list(_document_changes(before, after))


def _new_video(after: Storyboard) -> str:
    if not after.scenes:
        return f"new video: {format_of(after.canvas).name}, no scenes yet"
    return f"new video: {count_scenes(len(after.scenes))}, {after.duration:g} s"


def _document_changes(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    if before.canvas != after.canvas:
        yield Change(f"format {format_of(after.canvas).name}, {after.canvas.fps} frames a second")
    is_laid_out_anew = before.canvas != after.canvas  # then everything has moved, which says nothing
    if before.style.palette != after.style.palette:
        yield Change("colours changed", is_general=True)
    if before.style.fonts != after.style.fonts:
        yield Change("fonts changed", is_general=True)
    if before.cover != after.cover:
        is_gone = after.cover is None
        yield Change("no cover of its own" if is_gone else f"cover at {after.cover:g} s", is_general=is_gone)
    yield from _picture_changes(before, after)
    yield from _scenes_added_and_deleted(before, after)
    yield from _order_changes(before, after)
    if not is_laid_out_anew:
        yield from _scene_changes(before, after)


def _picture_changes(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    added = len(after.assets.keys() - before.assets.keys())
    gone = len(before.assets.keys() - after.assets.keys())
    if added:
        yield _count_pictures(added, "added")
    if gone:
        yield _count_pictures(gone, "removed")
    if any(before.assets[each] != after.assets[each] for each in before.assets.keys() & after.assets.keys()):
        yield _count_pictures(1, "replaced")


def _count_pictures(count: int, what: str) -> Change:
    return Change(f"picture {what}", is_general=True) if count == 1 else Change(f"{count} pictures {what}")


def _scenes_added_and_deleted(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(after)
    for what, scenes in (
        ("deleted", [scene for scene in before.scenes if scene.id not in new]),
        ("added", [scene for scene in after.scenes if scene.id not in old]),
    ):
        if len(scenes) == 1:
            yield Change(f"scene “{scenes[0].name}” {what}", scenes[0].id if what == "added" else None)
        elif scenes:
            yield Change(f"{count_scenes(len(scenes))} {what}")


def _order_changes(before: Storyboard, after: Storyboard) -> Iterator[Change]:
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
        yield Change(f"scene “{new[moved[0]].name}” moved to place {place}", moved[0])
    else:
        yield Change("order of the scenes changed", is_general=True)


def _scene_changes(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    old = _by_id(before)
    pairs = [(n, old[scene.id], scene) for n, scene in enumerate(after.scenes, 1) if scene.id in old]
    changed = [(n, was, now) for n, was, now in pairs if was != now]
    described = [(n, now, list(describe_scene_changes(was, now))) for n, was, now in changed]
    durations_only = [[duration_change(was, now)] for _, was, now in changed]
    if len(changed) > 2 and [words for *_, words in described] == durations_only:
        yield Change(f"durations of {count_scenes(len(changed))} changed: {before.duration:g} s → {after.duration:g} s")
        return
    for number, scene, words in described:
        details = tuple(words) or ("changed",)
        yield Change(f"scene {number} “{scene.name}”: {', '.join(details)}", scene.id, details)


def _by_id(document: Storyboard) -> dict[str, Scene]:
    return {scene.id: scene for scene in document.scenes}
