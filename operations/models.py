"""Answers as an operator sees them: the same rows, under their name in operations, with permissions of their own."""

from typing import ClassVar

from django.db import models

from projects.models import Message


class RunManager(models.Manager["Run"]):
    """Each with its project and that project's owner, and without its words, which may be long."""

    def get_queryset(self) -> models.QuerySet["Run"]:
        answers = super().get_queryset().filter(role=Message.Role.ASSISTANT)
        return answers.select_related("project__owner").defer("content", "reasoning")


class Run(Message):
    objects: ClassVar[RunManager] = RunManager()  # type: ignore[assignment]  # narrower than that of all messages

    class Meta:
        proxy = True
        permissions = [
            ("view_content", "Can read what people and models have written"),
            ("stop_run", "Can stop runs"),
            ("retry_run", "Can have runs answered again"),
            ("requeue_run", "Can put runs back into the queue"),
            ("end_run", "Can end runs with an error"),
            ("release_user", "Can release the limits of people"),
            ("disconnect_user", "Can close the connections of people"),
            ("forget_user", "Can have accounts erased"),
            ("remove_project", "Can delete projects"),
            ("revoke_token", "Can revoke access tokens"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"
