"""Changes of a video by hand: each is an operation of `storyboard.operations`, committed as one revision."""

from projects.edits.apply import apply_edit, choose_scene
from projects.edits.every import AnyEdit, Edit

__all__ = ["AnyEdit", "Edit", "apply_edit", "choose_scene"]
