"""A project: one conversation and its video, and the rule of who may see it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.scope import scope_of

UNTITLED = "Untitled video"  # the title of a project that nobody has named


class ProjectQuerySet(models.QuerySet["Project"]):
    def for_user(self, user: Any) -> "ProjectQuerySet":
        return self.owned_by(user).filter(deleted_at=None)

    def owned_by(self, user: Any) -> "ProjectQuerySet":
        """Deleted ones too. For the holder of a token of one project, there is no other."""
        rows, only = self.filter(owner_id=user.pk), scope_of(user).project_id
        return rows if only is None else rows.filter(pk=only)

    def for_users(self, user_ids: Iterable[Any]) -> "ProjectQuerySet":
        """Those of several users. Which of the users it is, is the row's `owner_id`."""
        return self.filter(owner_id__in=user_ids, deleted_at=None)


class Project(models.Model):
    """One conversation and its video.

    `titled_by_person`: a model may not rename it unasked. `model`: who answers, as KIND:NAME;
    empty: the operator's own. `branch`: the number of the branch of the conversation that is shown.
    `chosen_scene`: the id of the scene that a person has chosen in the preview and means by "it"; empty: none.
    `deleted_at`: every request is answered as if the project did not exist; its rows, files and log keys go later
    (orchestrator/erasure.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(max_length=200)
    titled_by_person = models.BooleanField(default=False)
    chosen_scene = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=200, blank=True, db_default="")
    branch = models.PositiveIntegerField(default=0, db_default=0)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-updated", "-id"]
        indexes = [
            models.Index(fields=["owner", "-updated", "-id"], condition=Q(deleted_at=None), name="projects_of_owner"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="deleted_projects"),
        ]

    def __str__(self) -> str:
        return self.title


def projects_for(user: Any) -> ProjectQuerySet:
    """Loading through the user is the authorisation: a project of somebody else does not exist."""
    return Project.objects.for_user(user)
