"""What a run has finished so far, so that another worker can take it over: calls of the model, and calls of tools."""

from django.db import models
from django.db.models import Q

from chatstream.rows.models import AbstractToolCall
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


class ToolCall(AbstractToolCall):
    """The ledger, second half: one call of a tool, and its result. `revision`: of the video, which the call made."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tool_calls")

    class Meta:
        ordering = ["step", "index"]
        constraints = [
            models.UniqueConstraint(fields=["message", "step", "index"], name="one_call_per_request"),
            models.CheckConstraint(condition=AbstractToolCall.ELAPSED_WHEN_DONE, name="elapsed_when_done"),
        ]
        indexes = [models.Index(fields=["-started"], condition=Q(status="error"), name="failed_tool_calls")]
