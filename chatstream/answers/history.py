"""What was said before an answer, as rows have it. Blocks."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatstream.rows.models import AbstractMessage
from chatstream.rows.registry import message_model, of_stream, tool_call_model
from chatstream.rows.steering import parts_of

MESSAGES = 100  # the newest before the answer


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """`history`: `{"role", "content"}` from the oldest on, the message to answer last. `calls`: tools of earlier attempts.

    `earlier_text`: what the answer had when it stopped to wait for a decision.
    """

    history: list[dict[str, str]]
    calls: list[Any]
    text: str
    earlier_text: str
    user_id: Any


def read_input(message_id: UUID) -> AnswerInput:
    """Raises DoesNotExist if the answer was deleted."""
    answer = message_model().objects.select_related("answers", message_model().STREAM_FIELD).get(pk=message_id)
    rows = message_model().objects.filter(**of_stream(answer.stream_id), position__lt=answer.answers.position)
    earlier = list(rows.order_by("-position")[:MESSAGES])[::-1]
    messages = [*_newest_takes(earlier), answer.answers]
    return AnswerInput(
        [{"role": role, "content": text} for message in messages for role, text in parts_of(message)],
        list(tool_call_model().objects.filter(message_id=message_id)),
        answer.answers.content,
        answer.content,
        getattr(getattr(answer, message_model().STREAM_FIELD), "owner_id", None),
    )


def _newest_takes(messages: list[AbstractMessage]) -> list[AbstractMessage]:
    """Of several answers to one message the newest; an answer follows its message, also if it came later."""
    answers = {message.answers_id: message for message in messages if message.role == "assistant"}
    questions = [message for message in messages if message.role == "user"]
    return [each for message in questions for each in (message, answers.get(message.pk)) if each is not None]
