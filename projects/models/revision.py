"""One state of a project's storyboard."""

from functools import cached_property

from django.conf import settings
from django.db import models

from projects.models.message import Message
from projects.models.project import Project
from storyboard.encoding import decode
from storyboard.schema import Storyboard


class Revision(models.Model):
    """One state of a project's storyboard. Append-only: undo, redo and restore are new revisions too.

    `shows` is the number of the revision whose document this one shows (its own, unless it went back or forward);
    `made_from` the one it was changed from; `redo` the numbers that redo would show, nearest first. `restores`: the number
    of an older one whose document it took, as one more change that undo takes back (0: the start, before any video).
    `branch`: the branch of the conversation that was shown. `message` is a person's where that message was chosen, or begun, as
    the head of a branch: the film becomes that of the branch.
    """

    class Cause(models.TextChoices):
        TOOL = "tool"
        UNDO = "undo"
        EDIT = "edit"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    shows = models.PositiveIntegerField()
    made_from = models.PositiveIntegerField()
    redo = models.JSONField(default=list)
    restores = models.PositiveIntegerField(null=True)
    branch = models.PositiveIntegerField(default=0, db_default=0)
    cause = models.CharField(max_length=4, choices=Cause)
    summary = models.CharField(max_length=500)
    phrases = models.JSONField(null=True, help_text="The summary in parts that can be translated.")
    document = models.TextField(help_text="The storyboard as canonical JSON.")
    patch = models.JSONField(default=list, help_text="RFC 6902, from the revision before.")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="revisions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.project_id}"

    @cached_property
    def storyboard(self) -> Storyboard:
        """`document`, decoded once for each row. Raises NewerDocument."""
        return decode(self.document)
