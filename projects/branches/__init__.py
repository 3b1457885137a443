"""Branches of a conversation: a message that is edited begins another one, with its own answers and its own film.

Nothing is lost: the earlier versions keep what came after them. One branch is the chosen one; snapshots, the model and new
messages go by it. All of these block and must run off the loop.
"""

from projects.branches.choice import begin_branch, choose_version, find_version
from projects.branches.paths import Path, path_of, shown_path
from projects.branches.versions import Later, versions_of, what_comes_after

__all__ = [
    "Later",
    "Path",
    "begin_branch",
    "choose_version",
    "find_version",
    "path_of",
    "shown_path",
    "versions_of",
    "what_comes_after",
]
