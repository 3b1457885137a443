"""The document of a project's video, for the tool and for the resource."""

from typing import Any
from uuid import UUID

from chatstream.wire.errors import NotFound
from projects import revisions
from projects.actions import get_project
from storyboard.encoding import to_json


def read_storyboard(user: Any, project_id: UUID) -> tuple[int, dict[str, Any]]:
    """The number of the newest revision and its document. Blocks. Raises NotFound, also while there is no video."""
    revision = revisions.current(get_project(user, project_id).pk)
    if revision is None:
        raise NotFound("There is no video yet.")
    return revision.number, to_json(revision.document)
