"""What a person adds to an answer while it is written, as a model is sent it: user messages before the step that has read them."""

from orchestrator.llm.interface import ChatMessage
from projects.models import Message


def read_at(answer: Message, step: int | None) -> list[ChatMessage]:
    """What was read before step number `step`; None: what no step has read."""
    return as_messages([each["text"] for each in answer.steerings if each.get("step") == step])


def added_to_earlier_takes(answer: Message) -> list[ChatMessage]:
    """Another answer to the same message is one to all that was said about it. Blocks."""
    if answer.retry_of_id is None:
        return []
    takes = Message.objects.filter(answers_id=answer.answers_id, position__lt=answer.position)
    return as_messages([each["text"] for take in takes for each in take.steerings])


def as_messages(texts: list[str]) -> list[ChatMessage]:
    return [ChatMessage("user", text) for text in texts]
