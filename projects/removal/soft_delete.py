"""Deleting a project: no request finds it any more, it can be restored for UNDO_SECONDS, then `erasure` makes it final.

All of these block and must run off the loop. "When" is the database's clock.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from chatstream.wire.errors import NotFound
from projects.models import Project, projects_for
from projects.removal.announcement import announce_deletion

UNDO_SECONDS = 10
_ON_THE_WAY_SECONDS = 1  # how much later a request that was sent in time may arrive


def delete_project(user: Any, project_id: UUID) -> Project:
    """Mark the project as deleted. The caller, and the workers' sweep, stop its unfinished answers. Raises NotFound."""
    with transaction.atomic():
        if not projects_for(user).filter(pk=project_id).update(deleted_at=Now()):
            raise NotFound
        announce_deletion(project_id)
        return Project.objects.get(pk=project_id)  # in here: afterwards somebody may have restored it


def ensure_deleted(user: Any, project_id: UUID) -> Project:
    """`delete_project`, harmless to repeat: an earlier try may have been committed. Raises NotFound."""
    try:
        return delete_project(user, project_id)
    except NotFound:
        earlier = Project.objects.owned_by(user).filter(pk=project_id, deleted_at__gt=undo_end()).first()
        if earlier is None:
            raise
    announce_deletion(project_id)
    return earlier


def restore_project(user: Any, project_id: UUID) -> Project:
    """Undo `delete_project`; harmless for a project that is there. Raises NotFound if it is too late."""
    Project.objects.owned_by(user).filter(pk=project_id, deleted_at__gt=undo_end()).update(deleted_at=None)
    try:
        return projects_for(user).get(pk=project_id)
    except Project.DoesNotExist:
        raise NotFound from None


def undo_end() -> Any:
    """What was deleted before this moment cannot be restored."""
    return Now() - timedelta(seconds=UNDO_SECONDS + _ON_THE_WAY_SECONDS)
