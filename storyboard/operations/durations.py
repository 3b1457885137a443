"""Change the duration of a scene, or of the whole video."""

from collections.abc import Sequence
from math import isfinite

from storyboard.changes import OperationRefused, with_changes
from storyboard.operations.finding import index_of, with_scene
from storyboard.retiming import retime
from storyboard.schema import Storyboard

SHORTEST, LONGEST = 0.5, 60.0  # seconds of a scene


def set_duration(document: Storyboard, scene_id: str, seconds: float) -> Storyboard:
    index = index_of(document, scene_id)
    _refuse_out_of_bounds(seconds)
    return with_scene(document, index, retime(document.scenes[index], seconds))


def move_cut(document: Storyboard, scene_id: str, seconds: float) -> Storyboard:
    """The scene lasts `seconds`, and what that takes or gives is the scene's before it: no other moves, the video is as long."""
    index = index_of(document, scene_id)
    if index == 0:
        raise OperationRefused("No scene comes before the first one.")
    before, scene = document.scenes[index - 1 : index + 1]
    shortened = set_duration(document, scene_id, seconds)
    return set_duration(shortened, before.id, round(before.duration + scene.duration - seconds, 3))


def set_total_duration(document: Storyboard, seconds: float) -> Storyboard:
    """Scale all scenes, in tenths of a second; they add up to exactly `seconds`."""
    if not document.scenes:
        raise OperationRefused("There are no scenes yet whose duration could be changed.")
    parts = shares(seconds, [scene.duration for scene in document.scenes])
    scenes = tuple(retime(scene, part) for scene, part in zip(document.scenes, parts, strict=True))
    return with_changes(document, scenes=scenes)


def shares(total: float, weights: Sequence[float]) -> list[float]:
    """Split `total` seconds by weight, in tenths, each SHORTEST to LONGEST; the largest remainders are rounded up."""
    if not isfinite(total):  # cannot be rounded
        raise OperationRefused("A duration is a number of seconds.")
    tenths, least, most = round(total * 10), round(SHORTEST * 10), round(LONGEST * 10)
    if abs(tenths / 10 - total) > 1e-6:
        raise OperationRefused("A duration is in steps of 0.1 seconds.")
    if not least * len(weights) <= tenths <= most * len(weights):
        low, high = SHORTEST * len(weights), LONGEST * len(weights)
        raise OperationRefused(f"{len(weights)} scenes can last {low:g} to {high:g} seconds together, not {total:g}.")
    wanted = [tenths * weight / sum(weights) for weight in weights]
    given = [max(least, min(most, int(each))) for each in wanted]
    while (missing := tenths - sum(given)) != 0:
        step = 1 if missing > 0 else -1
        able = [i for i, each in enumerate(given) if least <= each + step <= most]
        given[max(able, key=lambda i: (step * (wanted[i] - given[i]), -i))] += step
    return [each / 10 for each in given]


def _refuse_out_of_bounds(seconds: float) -> None:
    if not SHORTEST <= seconds <= LONGEST:
        raise OperationRefused(f"A scene lasts {SHORTEST:g} to {LONGEST:g} seconds, not {seconds:g}.")
