"""What a run has finished so far, so that another worker can take it over: calls of the model, and calls of tools."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from projects.models.message import Message


class Step(models.Model):
    """The ledger, first half: one finished call of the model. A takeover replays it instead of paying again.

    `model`: which one answered, as KIND:NAME. `vendor`: JSON that its provider wants back with this step, as text, since
    jsonb would not keep it to the byte; read it with orchestrator/turn/replay.py.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    content = models.TextField(blank=True)
    tool_requests = models.JSONField(default=list, help_text="[{id, name, arguments}] as the model wrote them.")
    reasoning = models.TextField(blank=True, default="", db_default="")
    finish_reason = models.CharField(max_length=32)
    model = models.CharField(max_length=200, blank=True, default="", db_default="")
    vendor = models.TextField(blank=True, default="", db_default="")
    usage = models.JSONField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="one_step_per_number")]

    def __str__(self) -> str:
        return f"step {self.number} of {self.message_id}"


class ToolCall(models.Model):
    """The ledger, second half: one call of a tool, and its result.

    `offset`, `reasoning_offset`: how many characters of the message's text and of its reasoning come before it.
    `revision`: the number of the revision of the video that it made.
    """

    class Status(models.TextChoices):
        RUNNING = "running"
        SUCCESS = "success"
        ERROR = "error"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tool_calls")
    step = models.PositiveSmallIntegerField()
    index = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=200, help_text="The start of the model's own id of the call.")
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    offset = models.PositiveIntegerField(null=True)
    reasoning_offset = models.PositiveIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=9, choices=Status, default=Status.RUNNING)
    payload = models.JSONField(null=True)
    error = models.TextField(null=True)  # noqa: DJ001 - null: there was none; the wire leaves the field out
    started = models.DateTimeField(db_default=Now())
    elapsed_ms = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["step", "index"]
        constraints = [
            models.UniqueConstraint(fields=["message", "step", "index"], name="one_call_per_request"),
            models.CheckConstraint(
                condition=Q(status="running", elapsed_ms=None) | ~Q(status="running"), name="elapsed_when_done"
            ),
        ]
        indexes = [models.Index(fields=["-started"], condition=Q(status="error"), name="failed_tool_calls")]

    def __str__(self) -> str:
        return f"{self.name} of {self.message_id}"
