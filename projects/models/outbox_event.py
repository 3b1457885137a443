"""An event that is committed and not yet known to be in the log."""

import uuid

from django.db import models
from django.db.models.functions import Now

from projects.models.project import Project


class OutboxEvent(models.Model):
    """A committed event that the log may not have yet. `key` makes it harmless to append it twice.

    `ground_at`: for the end of a message, the position at which the log has its whole text; `ground_body` restates the text
    for any other log, an event a line.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outbox")
    message_id = models.UUIDField(null=True)
    type = models.CharField(max_length=32)
    body = models.TextField()
    ground_at = models.CharField(
        max_length=40, default="", db_default=""
    )  # servers of the last version still write here
    ground_body = models.TextField(default="", db_default="")
    created = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.type} of {self.project_id}"
