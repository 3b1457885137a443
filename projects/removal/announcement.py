"""Ends the streams of a project when it is deleted, whichever process deletes it."""

import logging
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction
from django.db.models.signals import post_delete
from redis.exceptions import RedisError

from chatstream.follow.hints import check_stream
from projects.models import Project

logger = logging.getLogger(__name__)


def connect() -> None:
    post_delete.connect(_on_delete, sender=Project, dispatch_uid="projects.removal.announcement")


def announce_deletion(project_id: UUID) -> None:
    """Once this transaction is committed, streams of the project end with `project_deleted`. Blocks.

    For whatever takes the project out of `projects_for`; a row's `delete()` calls it by itself. If the hint is lost,
    the streams end at their next check.
    """
    transaction.on_commit(lambda: _end_streams(project_id))


def _on_delete(sender: Any, instance: Project, **_: Any) -> None:
    announce_deletion(instance.pk)


def _end_streams(project_id: UUID) -> None:
    try:
        async_to_sync(check_stream)(str(project_id))
    except (RedisError, OSError):
        logger.warning("Redis unavailable: streams of deleted project %s end at their next check.", project_id)
