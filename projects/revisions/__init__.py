"""The history of a storyboard: every accepted change is one revision more; undo, redo and restore are revisions too.

All of these block and must run off the loop. Who changes a storyboard locks the project's row, so that two changes at once
are one after the other.

`base` is the number of the revision that a change is made from; 0: there was none. A person's change that is requested
again from the same base is a repeat, whose answer was lost: it returns the revision that the first request has made. From
any other base but the newest revision it is refused with `conflict`.
"""

from projects.revisions.commits import Cause, commit, commit_after
from projects.revisions.focus import changed_scene, focus_of, last_changed_scene
from projects.revisions.history import redo, restore, restore_for_message, show_for_branch, undo
from projects.revisions.rows import current, document_of, load, lock_base, lock_newest
from projects.revisions.views import to_event, to_snapshot

__all__ = [
    "Cause",
    "changed_scene",
    "commit",
    "commit_after",
    "current",
    "document_of",
    "focus_of",
    "last_changed_scene",
    "load",
    "lock_base",
    "lock_newest",
    "redo",
    "restore",
    "restore_for_message",
    "show_for_branch",
    "to_event",
    "to_snapshot",
    "undo",
]
