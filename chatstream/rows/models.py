"""The rows of a chat, abstract: your models inherit from these and add what is yours. `chatstream.chat` has them ready to use.

    class Message(AbstractMessage):
        STREAM_FIELD = "project"
        project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="messages")
        objects = MessageQuerySet.as_manager()

    class ToolCall(AbstractToolCall):
        message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tool_calls")

    class OutboxEvent(AbstractOutboxEvent):
        project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outbox")

A stream is named by the primary key of the row that `STREAM_FIELD` leads to. These related names are looked up by name.
"""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now

from chatstream.wire.base import ENDED

M = TypeVar("M", bound="AbstractMessage")


class MessageQuerySet(models.QuerySet[M]):
    def unfinished_answers(self) -> Self:
        return self.filter(role="assistant").exclude(status__in=ENDED)


class AbstractMessage(models.Model):
    """One message of a person, or one answer to it. Its text is written when the run ends, or stops to wait for a decision.

    `position` orders a stream. `answers`: the person's message that an answer is to. `reasoning`: what the model thought.
    `finish_reason`: how the answer ended, as the wire has it; empty for one that has not. `error_detail`: why it failed, in the
    provider's words; for operators alone.
    `fence` rises with every claim: only the process that holds the newest may write.
    `claim_id`: a claim whose commit was not acknowledged finds by it that it succeeded. Null for a run that was given up.
    `progress_attempt`: the last attempt in which a step or a tool call was finished.
    `steerings`: what its person has added to an answer, oldest first: `{request_id, text, created}`, and, when the run has read it,
    `step`, `offset`, `reasoning_offset`, `call_offset`. `steering_closed`: the answer is at its end, and takes no more of it.
    """

    STREAM_FIELD: ClassVar[str] = "conversation"  # the foreign key to the row that the stream is of

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
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Role)
    content = models.TextField(blank=True)
    status = models.CharField(max_length=9, choices=Status)
    request_id = models.UUIDField(null=True, help_text="The client's id of the request that made this row.")
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answered_by")
    retry_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="retried_by")
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
    steerings = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    steering_closed = models.BooleanField(default=False, db_default=False)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    first_token_ms = models.PositiveIntegerField(null=True)
    elapsed_ms = models.PositiveIntegerField(null=True)

    if TYPE_CHECKING:  # what a concrete model has besides
        pk: uuid.UUID
        answers_id: uuid.UUID | None
        retry_of_id: uuid.UUID | None
        tool_calls: Any

    # For the constraints of your Meta: a row that breaks one of these comes from a fault.
    ROLE_AND_STATUS_FIT: ClassVar[Q] = Q(role="user", status="success", answers=None) | Q(
        role="assistant", status__in=["pending", "running", *ENDED], answers__isnull=False
    )
    FINISHED_WHEN_ENDED: ClassVar[Q] = Q(status__in=["pending", "running"], finished=None) | Q(
        status__in=ENDED, finished__isnull=False
    )
    CLAIMED_WITH_A_FENCE: ClassVar[Q] = Q(role="user") | Q(status__in=["pending", "cancelled"]) | Q(fence__gt=0)
    AN_ATTEMPT_HAS_A_FENCE: ClassVar[Q] = Q(attempt__lte=F("fence"))

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.role} {self.position} of {self.stream_id}"

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def stream_id(self) -> Any:
        """The primary key of the row that the stream is of; the stream's name is its text."""
        return getattr(self, f"{self.STREAM_FIELD}_id")

    @property
    def stream(self) -> str:
        return str(self.stream_id)

    def log_ids(self) -> dict[str, Any]:
        """What each line that a run logs is found by. The row of the stream is loaded."""
        return {"run": self.pk, "stream": self.stream_id}

    def complete_end(self, now: datetime) -> None:
        """Write what follows from the end of this answer, in its transaction: an override may change other rows."""


class AbstractToolCall(models.Model):
    """One call of a tool in an answer, and its result. `message` is yours to add.

    `approval`: of a call that a person must allow before it runs; empty for any other. `started`: since when it waits for that, or
    runs. `step` and `index` are its place. `offset`, `reasoning_offset`: how many characters of the message's text and of its
    reasoning come before it. `revision`: the number of the revision that it made, for those who count some.

    `begun_by`: the fence of the owner that has begun a call which must not run twice.
    """

    class Status(models.TextChoices):
        RUNNING = "running"
        SUCCESS = "success"
        ERROR = "error"
        CANCELLED = "cancelled"

    class Approval(models.TextChoices):
        REQUESTED = "requested"
        APPROVED = "approved"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.PositiveSmallIntegerField()
    index = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=200, help_text="The start of the model's own id of the call.")
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    offset = models.PositiveIntegerField(null=True)
    reasoning_offset = models.PositiveIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=9, choices=Status, default=Status.RUNNING)
    approval = models.CharField(max_length=9, choices=Approval, blank=True, default="", db_default="")
    payload = models.JSONField(null=True)
    error = models.TextField(null=True)  # noqa: DJ001 - null: there was none; the wire leaves the field out
    started = models.DateTimeField(db_default=Now())
    elapsed_ms = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(null=True)
    begun_by = models.PositiveIntegerField(null=True)

    if TYPE_CHECKING:
        pk: uuid.UUID
        message_id: uuid.UUID

    ELAPSED_WHEN_DONE: ClassVar[Q] = Q(status="running", elapsed_ms=None) | ~Q(status="running")

    class Meta:
        abstract = True
        ordering = ["step", "index"]

    def __str__(self) -> str:
        return f"{self.name} of {self.message_id}"


class AbstractOutboxEvent(models.Model):
    """A committed event that the log may not have yet. `key` makes it harmless to append it twice.

    `ground_at`: for the end of a message, the position at which the log has its whole text; `ground_body` restates the text
    for any other log, an event a line.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    message_id = models.UUIDField(null=True)
    type = models.CharField(max_length=32)
    body = models.TextField()
    # servers of the last version still write these two
    ground_at = models.CharField(max_length=40, default="", db_default="")
    ground_body = models.TextField(default="", db_default="")
    created = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.type
