"""A video file that a worker makes because a person asked for it by a button."""

from django.db import models
from django.db.models import Q

from projects.models.asset import Asset
from projects.models.project import Project


class ServerExport(models.Model):
    """The export that a person last requested from a worker.

    `claim_id` names the attempt of a worker; without a heartbeat for a while, another worker begins anew. `detail` and
    `progress` (0 to 1) are of the running export; afterwards `detail` is why there is no file.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        SUCCESS = "success"
        ERROR = "error"
        CANCELLED = "cancelled"

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="server_export")
    short_side = models.PositiveSmallIntegerField(help_text="Pixels that the file has at least.")
    status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    detail = models.CharField(max_length=500, blank=True)
    progress = models.FloatField(null=True)
    claim_id = models.UUIDField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    heard_from = models.DateTimeField(null=True)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created"]
        indexes = [
            models.Index(fields=["created"], condition=Q(status__in=["waiting", "running"]), name="unfinished_exports")
        ]

    def __str__(self) -> str:
        return f"export of {self.project_id}"

    @property
    def is_live(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
