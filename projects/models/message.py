"""A message of a person, or an answer to it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, Value

from chatstream.rows.models import AbstractMessage
from chatstream.rows.models import MessageQuerySet as AbstractMessageQuerySet
from chatstream.rows.outbox import record
from projects.events import ProjectRenamed
from projects.models.asset import Asset
from projects.models.project import UNTITLED, Project
from projects.naming import name_after


class MessageQuerySet(AbstractMessageQuerySet["Message"]):
    pass


class Message(AbstractMessage):
    """One message of a person, or one answer to it: see AbstractMessage.

    `branch`: the number of the branch of the conversation in which it was written; `edit_of`: on a later version of a person's
    message, the first one. `removed`: taken out of the queue before it was answered; nobody is shown it. `cut_calls`: what calls of
    the model have used whose owner was gone before they ended (see projects.usage), by the owner's fence.
    """

    STREAM_FIELD = "project"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="messages")
    attachments = models.ManyToManyField(Asset, related_name="attached_to")
    branch = models.PositiveIntegerField(default=0, db_default=0)
    removed = models.BooleanField(default=False, db_default=False)
    cut_calls = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    edit_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="edited_as")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="one_message_per_position"),
            models.UniqueConstraint(fields=["project", "role", "request_id"], name="one_pair_per_request"),
            models.CheckConstraint(condition=AbstractMessage.ROLE_AND_STATUS_FIT, name="role_and_status_fit"),
            models.CheckConstraint(condition=AbstractMessage.FINISHED_WHEN_ENDED, name="finished_when_ended"),
            models.CheckConstraint(condition=AbstractMessage.CLAIMED_WITH_A_FENCE, name="claimed_with_a_fence"),
            models.CheckConstraint(condition=AbstractMessage.AN_ATTEMPT_HAS_A_FENCE, name="an_attempt_has_a_fence"),
        ]
        indexes = [
            models.Index(
                fields=["status", "created"], condition=Q(status__in=["pending", "running"]), name="unfinished"
            ),
            models.Index(
                fields=["-finished"], condition=Q(role="assistant", finished__isnull=False), name="ended_answers"
            ),
            models.Index(fields=["-finished"], condition=Q(status="error"), name="failed_answers"),
            models.Index(fields=["-created", "-id"], condition=Q(role="assistant"), name="newest_answers"),
        ]

    def log_ids(self) -> dict[str, Any]:
        return {"run": self.pk, "project": self.project_id, "user": self.project.owner_id}

    def complete_end(self, now: datetime) -> None:
        """The project was worked on just now; its first answer gives it a name, if it has none."""
        project = Project.objects.filter(pk=self.project_id)
        project.update(updated=now)
        if self.status == self.Status.SUCCESS and self.answers is not None:
            title = name_after(self.answers.content)
            if title and project.filter(titled_by_person=False, title=UNTITLED).update(title=title):
                record(self.project_id, ProjectRenamed(message_id=self.pk, title=title))
