"""What changed between two documents, in phrases: for the list of revisions, and for the model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyboard.formats import format_of
from storyboard.phrases import Phrase, phrase
from storyboard.scene_differences import describe_scene_changes, duration_change
from storyboard.schema import Scene, Storyboard

LONGEST = 500  # characters
MOST = 20  # changes


@dataclass(frozen=True, slots=True)
class Change:
    """One change, as it stands in the summary.

    `scene_id`: of the scene that it is about, if the document after it has that scene. `details`: what changed of a scene that
    was there before, each in a few words. `is_general`: the words name nothing, and no figure.
    """

    words: Phrase
    scene_id: str | None = None
    details: tuple[Phrase, ...] = ()
    is_general: bool = False


def phrases_between(before: Storyboard | None, after: Storyboard) -> list[Phrase]:
    """What changed, at most MOST of it; never nothing at all."""
    if before is None:
        return [_new_video(after)]
    phrases = [change.words for change in changes_between(before, after)] or [phrase("nothing changed")]
    return phrases if len(phrases) <= MOST else [*phrases[: MOST - 1], phrase("and more")]


def in_words(phrases: Sequence[Phrase]) -> str:
    """The summary in English, at most LONGEST."""
    words = "; ".join(map(str, phrases))
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
    return words[:1].upper() + words[1:]


def summary(before: Storyboard | None, after: Storyboard) -> str:
    return in_words(phrases_between(before, after))


def changes_between(before: Storyboard, after: Storyboard) -> list[Change]:
    return list(_document_changes(before, after))


def _new_video(after: Storyboard) -> Phrase:
    if not after.scenes:
        return phrase("new video: {format}, no scenes yet", format=_format(after))
    count, seconds, one = len(after.scenes), after.duration, "new video: {count} scene, {seconds} s"
    return phrase("new video: {count} scenes, {seconds} s", one=one, count=count, seconds=seconds)


def _format(document: Storyboard) -> Phrase:
    return phrase(format_of(document.canvas).name)


def _document_changes(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    if before.canvas != after.canvas:
        fps = after.canvas.fps
        yield Change(phrase("format {format}, {fps} frames a second", format=_format(after), fps=fps))
    is_laid_out_anew = before.canvas != after.canvas  # then everything has moved, which says nothing
    if before.style.palette != after.style.palette:
        yield Change(phrase("colours changed"), is_general=True)
    if before.style.fonts != after.style.fonts:
        yield Change(phrase("fonts changed"), is_general=True)
    if before.cover != after.cover:
        yield _cover_change(after.cover)
    yield from _picture_changes(before, after)
    yield from _scenes_added_and_deleted(before, after)
    yield from _order_changes(before, after)
    if not is_laid_out_anew:
        yield from _scene_changes(before, after)


def _cover_change(cover: float | None) -> Change:
    if cover is None:
        return Change(phrase("no cover of its own"), is_general=True)
    return Change(phrase("cover at {seconds} s", seconds=cover))


def _picture_changes(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    added = len(after.assets.keys() - before.assets.keys())
    gone = len(before.assets.keys() - after.assets.keys())
    if added:
        yield Change(phrase("{count} pictures added", one="picture added", count=added), is_general=added == 1)
    if gone:
        yield Change(phrase("{count} pictures removed", one="picture removed", count=gone), is_general=gone == 1)
    if any(before.assets[each] != after.assets[each] for each in before.assets.keys() & after.assets.keys()):
        yield Change(phrase("picture replaced"), is_general=True)


def _scenes_added_and_deleted(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(after)
    gone = [scene for scene in before.scenes if scene.id not in new]
    if len(gone) == 1:
        yield Change(phrase("scene “{name}” deleted", name=gone[0].name))
    elif gone:
        yield Change(phrase("{count} scenes deleted", count=len(gone)))
    added = [scene for scene in after.scenes if scene.id not in old]
    if len(added) == 1:
        yield Change(phrase("scene “{name}” added", name=added[0].name), added[0].id)
    elif added:
        yield Change(phrase("{count} scenes added", count=len(added)))


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
        words = phrase("scene “{name}” moved to place {place}", name=new[moved[0]].name, place=place)
        yield Change(words, moved[0])
    else:
        yield Change(phrase("order of the scenes changed"), is_general=True)


def _scene_changes(before: Storyboard, after: Storyboard) -> Iterator[Change]:
    old = _by_id(before)
    pairs = [(n, old[scene.id], scene) for n, scene in enumerate(after.scenes, 1) if scene.id in old]
    changed = [(n, was, now) for n, was, now in pairs if was != now]
    described = [(n, now, list(describe_scene_changes(was, now))) for n, was, now in changed]
    durations_only = [[duration_change(was, now)] for _, was, now in changed]
    if len(changed) > 2 and [details for *_, details in described] == durations_only:
        yield _durations_change(len(changed), before.duration, after.duration)
        return
    for number, scene, found in described:
        details = tuple(found) or (phrase("changed"),)
        words = phrase("scene {number} “{name}”: {changes}", number=number, name=scene.name, changes=details)
        yield Change(words, scene.id, details)


def _durations_change(count: int, before: float, after: float) -> Change:
    text = phrase(
        "durations of {count} scenes changed: {before} s → {after} s", count=count, before=before, after=after
    )
    return Change(text)


def _by_id(document: Storyboard) -> dict[str, Scene]:
    return {scene.id: scene for scene in document.scenes}
