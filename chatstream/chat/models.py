"""A conversation of one person with a model, its messages, and what belongs to these."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from chatstream.rows.models import AbstractMessage, AbstractOutboxEvent, AbstractToolCall
from chatstream.rows.models import MessageQuerySet as AbstractMessageQuerySet

TITLE_MAX_CHARS = 80
APP_LABEL = "chatstream_chat"  # else these would belong to `chatstream`, where this app is not installed


class Conversation(models.Model):
    """What a stream is of. `title`: the beginning of its first message, unless you set one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = APP_LABEL
        ordering = ["-updated"]
        indexes = [models.Index(fields=["owner", "-updated"], name="conversations_of_owner")]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class MessageQuerySet(AbstractMessageQuerySet["Message"]):
    pass


class Message(AbstractMessage):
    """See AbstractMessage."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")

    objects = MessageQuerySet.as_manager()

    class Meta:
        app_label = APP_LABEL
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "position"], name="chat_one_message_per_position"),
            models.UniqueConstraint(fields=["conversation", "role", "request_id"], name="chat_one_pair_per_request"),
            models.CheckConstraint(condition=AbstractMessage.ROLE_AND_STATUS_FIT, name="chat_role_and_status_fit"),
            models.CheckConstraint(condition=AbstractMessage.FINISHED_WHEN_ENDED, name="chat_finished_when_ended"),
            models.CheckConstraint(condition=AbstractMessage.CLAIMED_WITH_A_FENCE, name="chat_claimed_with_a_fence"),
            models.CheckConstraint(condition=AbstractMessage.AN_ATTEMPT_HAS_A_FENCE, name="chat_attempt_has_a_fence"),
        ]
        indexes = [
            models.Index(
                fields=["status", "created"],
                condition=models.Q(status__in=["pending", "running"]),
                name="chat_unfinished",
            )
        ]

    def complete_end(self, now: datetime) -> None:
        Conversation.objects.filter(pk=self.conversation_id).update(updated=now)


class ToolCall(AbstractToolCall):
    """See AbstractToolCall."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tool_calls")

    class Meta:
        app_label = APP_LABEL
        ordering = ["step", "index"]
        constraints = [
            models.UniqueConstraint(fields=["message", "step", "index"], name="chat_one_call_per_request"),
            models.CheckConstraint(condition=AbstractToolCall.ELAPSED_WHEN_DONE, name="chat_elapsed_when_done"),
        ]


class OutboxEvent(AbstractOutboxEvent):
    """See AbstractOutboxEvent."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="outbox")

    class Meta:
        app_label = APP_LABEL
        ordering = ["id"]
