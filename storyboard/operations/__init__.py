"""Operations: pure functions from a document to a document. Each raises OperationRefused with a sentence that says why."""

from storyboard.changes import OperationRefused
from storyboard.operations.assets import add_asset, place_asset
from storyboard.operations.durations import move_cut, set_duration, set_total_duration
from storyboard.operations.emphasis import emphasise
from storyboard.operations.entrances import set_entrance
from storyboard.operations.formats import set_format, set_fps
from storyboard.operations.grouping import group_layers, ungroup
from storyboard.operations.layers import remove_layer, set_box, set_enter, set_exit, set_layer, set_number
from storyboard.operations.looks import set_background, set_cover, set_look, set_transition
from storyboard.operations.moves import set_camera, set_group_enter
from storyboard.operations.palette import set_palette
from storyboard.operations.scenes import (
    add_scene,
    delete_scenes,
    duplicate_scene,
    move_scene,
    rename_scene,
    replace_scene,
)
from storyboard.operations.texts import replace_text, set_background_color, set_color, set_text

__all__ = [
    "OperationRefused",
    "add_asset",
    "add_scene",
    "delete_scenes",
    "duplicate_scene",
    "emphasise",
    "group_layers",
    "move_cut",
    "move_scene",
    "place_asset",
    "remove_layer",
    "rename_scene",
    "replace_scene",
    "replace_text",
    "set_background",
    "set_background_color",
    "set_box",
    "set_camera",
    "set_color",
    "set_cover",
    "set_duration",
    "set_enter",
    "set_entrance",
    "set_exit",
    "set_format",
    "set_fps",
    "set_group_enter",
    "set_layer",
    "set_look",
    "set_number",
    "set_palette",
    "set_text",
    "set_total_duration",
    "set_transition",
    "ungroup",
]
