"""A branch of a conversation, which begins with another version of an earlier message."""

from django.db import models

from projects.models.project import Project


class Branch(models.Model):
    """`number`: 0 is the branch that begins with the first message; it has a row as soon as there is another one.

    The conversation of a branch is that of `parent` before the position `fork`, then its own messages; its film begins as the
    revision `base` showed it (0: there was no video). `chosen` rises with each choice: of the branches that hold a message, the
    one with the highest is shown with it.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="branches")
    number = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(null=True)
    fork = models.PositiveIntegerField(default=0)
    base = models.PositiveIntegerField(default=0)
    chosen = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_branch_per_number")]

    def __str__(self) -> str:
        return f"branch {self.number} of {self.project_id}"
