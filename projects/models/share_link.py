"""The address under which anybody may watch the film of a project."""

import uuid

from django.db import models

from projects.models.asset import EXTENSIONS, asset_storage
from projects.models.project import Project


def poster_path(link: "ShareLink", filename: str) -> str:
    """A new name for each poster, in the folder that goes with the project."""
    return f"{link.project_id}/poster-{uuid.uuid4().hex}{EXTENSIONS[link.poster_type]}"


class ShareLink(models.Model):
    """The public link to a project's film. Without a row the film is not shared.

    `token` is 192 random bits, kept readable: its owner copies the link again, and who reads the database has the film
    anyway. `revision`: the number of the one that is shown; None: always the newest. `expires`: None: never.
    The poster is a frame of revision `poster_revision`, for the pages that announce the link; `poster_size`: its bytes.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="share_link")
    token = models.CharField(max_length=64, unique=True)
    revision = models.PositiveIntegerField(null=True)
    expires = models.DateTimeField(null=True)
    poster = models.FileField(storage=asset_storage, upload_to=poster_path, max_length=200, blank=True)
    poster_type = models.CharField(max_length=20, blank=True)
    poster_size = models.PositiveIntegerField(default=0, db_default=0)
    poster_width = models.PositiveIntegerField(null=True)
    poster_height = models.PositiveIntegerField(null=True)
    poster_revision = models.PositiveIntegerField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created"]

    def __str__(self) -> str:
        return f"link to the film of {self.project_id}"
