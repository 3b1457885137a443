"""An event that is committed and not yet known to be in the log."""

from django.db import models

from chatstream.rows.models import AbstractOutboxEvent
from projects.models.project import Project


class OutboxEvent(AbstractOutboxEvent):
    """A committed event of a project: see AbstractOutboxEvent."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outbox")

    def __str__(self) -> str:
        return f"{self.type} of {self.project_id}"
