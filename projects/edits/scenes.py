"""Edits of a whole scene, and of the order of the scenes."""

from typing import Literal

from projects.edits.edit import BaseEdit, SceneEdit
from storyboard import operations
from storyboard.changes import with_changes
from storyboard.compose import SceneBrief, scene_from_template
from storyboard.motion import CameraKeyframe, Enter, Preset
from storyboard.schema import Storyboard, TransitionType

NEW = SceneBrief("New scene", "title", {"headline": "New scene"})
NEW_SECONDS = 3.0


class AddScene(BaseEdit):
    """A scene with a headline to write over. `to`: its number afterwards, from 1, as people count."""

    operation: Literal["add_scene"]
    to: int

    def apply(self, document: Storyboard) -> Storyboard:
        if not 1 <= self.to <= len(document.scenes) + 1:
            raise operations.OperationRefused(f"There is no place {self.to}.")
        at = self.to - 1
        return operations.add_scene(document, scene_from_template(document, NEW, NEW_SECONDS, at), at)


class DuplicateScene(SceneEdit):
    operation: Literal["duplicate_scene"]

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.duplicate_scene(document, self.scene_id)


class SetBackground(SceneEdit):
    operation: Literal["set_background"]
    color: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_background_color(document, self.scene_id, self.color)


class SetDuration(SceneEdit):
    operation: Literal["set_duration"]
    seconds: float

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_duration(document, self.scene_id, self.seconds)


class MoveCut(SceneEdit):
    """`seconds`: how long the scene lasts; what that takes or gives is the scene's before it."""

    operation: Literal["move_cut"]
    seconds: float

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.move_cut(document, self.scene_id, self.seconds)


class RenameScene(SceneEdit):
    operation: Literal["rename_scene"]
    name: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.rename_scene(document, self.scene_id, self.name)


class SetCamera(SceneEdit):
    operation: Literal["set_camera"]
    camera: list[CameraKeyframe]

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_camera(document, self.scene_id, self.camera)


class SetGroupEnter(SceneEdit):
    """`preset`: how the group comes in; what else its entrance has stays."""

    operation: Literal["set_group_enter"]
    group_id: str
    preset: Preset

    def apply(self, document: Storyboard) -> Storyboard:
        scenes = (scene for scene in document.scenes if scene.id == self.scene_id)
        before = next((group.enter for scene in scenes for group in scene.groups if group.id == self.group_id), None)
        enter = with_changes(before or Enter(preset=self.preset), preset=self.preset)
        return operations.set_group_enter(document, self.scene_id, self.group_id, enter)


class SetTransition(SceneEdit):
    """`type`: how the scene follows the one before it; how long that takes stays, if it can."""

    operation: Literal["set_transition"]
    type: TransitionType

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.set_transition(document, self.scene_id, type=self.type)


class GroupLayers(SceneEdit):
    operation: Literal["group_layers"]
    layer_ids: list[str]

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.group_layers(document, self.scene_id, self.layer_ids)


class Ungroup(SceneEdit):
    operation: Literal["ungroup"]
    group_id: str

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.ungroup(document, self.scene_id, self.group_id)


class MoveScene(SceneEdit):
    """`to`: its number afterwards, from 1, as people count."""

    operation: Literal["move_scene"]
    to: int

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.move_scene(document, self.scene_id, self.to - 1)


class DeleteScene(SceneEdit):
    operation: Literal["delete_scene"]

    def apply(self, document: Storyboard) -> Storyboard:
        return operations.delete_scenes(document, [self.scene_id])
