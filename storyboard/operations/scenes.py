"""Add, replace, duplicate, delete, move and rename scenes. The other scenes stay the same, byte by byte."""

import re
from collections.abc import Sequence

from storyboard.changes import OperationRefused, with_changes
from storyboard.operations.finding import index_of, with_scene
from storyboard.schema import Scene, Storyboard


def add_scene(document: Storyboard, scene: Scene, at: int | None = None) -> Storyboard:
    """Insert the scene at index `at`, else at the end; a taken id is replaced by a free one."""
    place = len(document.scenes) if at is None else max(0, min(at, len(document.scenes)))
    added = with_changes(scene, id=free_id(document, scene.id))
    return with_changes(document, scenes=(*document.scenes[:place], added, *document.scenes[place:]))


def replace_scene(document: Storyboard, scene_id: str, scene: Scene) -> Storyboard:
    """Replace the content of a scene; its id stays."""
    return with_scene(document, index_of(document, scene_id), with_changes(scene, id=scene_id))


def duplicate_scene(document: Storyboard, scene_id: str, at: int | None = None) -> Storyboard:
    """Copy a scene right behind it, or to index `at`."""
    index = index_of(document, scene_id)
    return add_scene(document, document.scenes[index], index + 1 if at is None else at)


def delete_scenes(document: Storyboard, scene_ids: Sequence[str]) -> Storyboard:
    gone = {document.scenes[index_of(document, scene_id)].id for scene_id in scene_ids}
    if not gone:
        raise OperationRefused("No scene was named.")
    return with_changes(document, scenes=tuple(scene for scene in document.scenes if scene.id not in gone))


def move_scene(document: Storyboard, scene_id: str, to: int) -> Storyboard:
    """Move a scene to index `to`."""
    scene = document.scenes[index_of(document, scene_id)]
    if not 0 <= to < len(document.scenes):
        raise OperationRefused(f"There is no place {to + 1}: the video has {count_scenes(len(document.scenes))}.")
    others = [each for each in document.scenes if each.id != scene_id]
    return with_changes(document, scenes=(*others[:to], scene, *others[to:]))


def rename_scene(document: Storyboard, scene_id: str, name: str) -> Storyboard:
    index = index_of(document, scene_id)
    return with_scene(document, index, with_changes(document.scenes[index], name=name))


def free_id(document: Storyboard, wanted: str) -> str:
    taken = {scene.id for scene in document.scenes}
    stem = re.sub(r"-\d+$", "", wanted)[:36]
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)


def count_scenes(scenes: int) -> str:
    """`1 scene`, `2 scenes`."""
    return f"{scenes} scene{'' if scenes == 1 else 's'}"
