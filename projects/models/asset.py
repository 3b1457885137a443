"""A file of a project: a picture, or a finished video."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from projects.models.project import Project

EXTENSIONS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "video/mp4": ".mp4"}


def asset_storage() -> Storage:
    return storages["assets"]


def asset_path(asset: "Asset", filename: str) -> str:
    """Never a name that a person gave: the id, and the ending of what the bytes were found to be."""
    return f"{asset.project_id}/{asset.pk}{EXTENSIONS[asset.media_type]}"


class Asset(models.Model):
    """A file of a project: a picture that its scenes may show, or an exported video.

    `name` is what a person calls it; `width` and `height` are in pixels, `seconds` is the length of a video.
    """

    class Kind(models.TextChoices):
        IMAGE = "image"
        VIDEO = "video"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=200)
    file = models.FileField(storage=asset_storage, upload_to=asset_path, max_length=200)
    media_type = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True)
    revision = models.PositiveIntegerField(null=True, help_text="The number of the revision that a video shows.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="image", media_type__in=["image/png", "image/jpeg", "image/webp"], seconds=None)
                | Q(kind="video", media_type="video/mp4", seconds__isnull=False),
                name="asset_kind_and_media_type_fit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.project_id}"

    @property
    def url(self) -> str:
        """Where its bytes are, for those whose project it is."""
        return f"/api/projects/{self.project_id}/assets/{self.pk}/"
