"""Changes of a video by hand: each is an operation of `storyboard.operations`, committed as one revision."""

from projects.edits.all_edits import AnyEdit, Edit
from projects.edits.apply import apply_edit, choose_scene

__all__ = ["AnyEdit", "Edit", "apply_edit", "choose_scene"]
