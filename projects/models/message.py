"""A message of a person, or an answer to it."""

import uuid

from django.db import models
from django.db.models import F, Q

from chatstream.wire.base import ENDED
from projects.models.asset import Asset
from projects.models.project import Project


class MessageQuerySet(models.QuerySet["Message"]):
    def unfinished_answers(self) -> "MessageQuerySet":
        return self.filter(role="assistant").exclude(status__in=ENDED)


class Message(models.Model):
    """One message of a person, or one answer to it. Its text is written once, when the run ends.

    `reasoning`: what the model thought, as the page shows it. `finish_reason`: how the answer ended, as the wire has it; empty for
    one that has not. `error_detail`: why it failed, in the provider's words; for operators alone.
    `fence` rises with every claim: only the process that holds the newest may write. `position` orders a project.
    `branch`: the number of the branch of the conversation in which it was written; `edit_of`: on a later version of a person's
    message, the first one. `removed`: taken out of the queue before it was answered; nobody is shown it.
    `claim_id`: a claim whose commit was not acknowledged finds by it that it succeeded.
    `progress_attempt`: the last attempt in which a step or a tool call was finished.
    """

    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"

    class Status(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        SUCCESS = "success"
        ERROR = "error"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Role)
    content = models.TextField(blank=True)
    attachments = models.ManyToManyField(Asset, related_name="attached_to")
    status = models.CharField(max_length=9, choices=Status)
    request_id = models.UUIDField(null=True, help_text="The client's id of the request that made this row.")
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answered_by")
    retry_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="retried_by")
    branch = models.PositiveIntegerField(default=0, db_default=0)
    removed = models.BooleanField(default=False, db_default=False)
    edit_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="edited_as")
    attempt = models.PositiveSmallIntegerField(default=0)
    progress_attempt = models.PositiveSmallIntegerField(default=0, db_default=0)
    fence = models.PositiveIntegerField(default=0)
    claim_id = models.UUIDField(null=True)
    stop_requested = models.BooleanField(default=False)
    heard_from = models.DateTimeField(null=True, help_text="When the run that holds the fence last said that it lives.")
    reasoning = models.TextField(blank=True, default="", db_default="")
    finish_reason = models.CharField(max_length=16, blank=True, default="", db_default="")
    error = models.JSONField(null=True)
    error_detail = models.TextField(blank=True, default="", db_default="")
    usage = models.JSONField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    first_token_ms = models.PositiveIntegerField(null=True)
    elapsed_ms = models.PositiveIntegerField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="one_message_per_position"),
            models.UniqueConstraint(fields=["project", "role", "request_id"], name="one_pair_per_request"),
            models.CheckConstraint(
                condition=Q(role="user", status="success", answers=None)
                | Q(role="assistant", status__in=["pending", "running", *ENDED], answers__isnull=False),
                name="role_and_status_fit",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "running"], finished=None)
                | Q(status__in=ENDED, finished__isnull=False),
                name="finished_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(role="user") | Q(status__in=["pending", "cancelled"]) | Q(fence__gt=0),
                name="claimed_with_a_fence",
            ),
            models.CheckConstraint(condition=Q(attempt__lte=F("fence")), name="an_attempt_has_a_fence"),
        ]
        indexes = [
            models.Index(
                fields=["status", "created"], condition=Q(status__in=["pending", "running"]), name="unfinished"
            ),
            models.Index(
                fields=["-finished"], condition=Q(role="assistant", finished__isnull=False), name="ended_answers"
            ),
            models.Index(fields=["-finished"], condition=Q(status="error"), name="failed_answers"),
            models.Index(fields=["-created"], condition=Q(role="assistant"), name="newest_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.position} of {self.project_id}"

    @property
    def ended(self) -> bool:
        return self.status in ENDED
