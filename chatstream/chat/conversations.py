"""What a person does with a conversation. All of these block. Loading through the user is the authorisation."""

from typing import Any
from uuid import UUID

from django.db import transaction

from chatstream.chat.models import TITLE_MAX_CHARS, Conversation, Message
from chatstream.rows import turns
from chatstream.rows.message_view import add_tool_calls
from chatstream.rows.snapshot import StreamRows
from chatstream.wire.errors import NotFound, RequestRefused

PAGE = 50  # messages of a snapshot: the newest


def get_conversation(user: Any, conversation_id: UUID) -> Conversation:
    """Raises NotFound."""
    try:
        return Conversation.objects.get(pk=conversation_id, owner_id=user.pk)
    except Conversation.DoesNotExist:
        raise NotFound("There is no such conversation.") from None


def get_message(user: Any, message_id: UUID, **conditions: Any) -> Message:
    """Raises NotFound."""
    try:
        return Message.objects.get(pk=message_id, conversation__owner_id=user.pk, **conditions)
    except Message.DoesNotExist:
        raise NotFound("There is no such message.") from None


def get_answer(user: Any, conversation_id: UUID | None, message_id: UUID) -> Message:
    """`conversation_id`: None where the request names the message alone. Raises NotFound."""
    conditions = {} if conversation_id is None else {"conversation_id": conversation_id}
    return get_message(user, message_id, role=Message.Role.ASSISTANT, **conditions)


def ask(user: Any, conversation_id: UUID, request_id: UUID, text: str) -> Message:
    """Write a message and the placeholder of its answer. The same `request_id` again returns the same answer.

    Raises NotFound, RequestRefused (`conflict`) if too many turns wait.
    """
    with transaction.atomic():
        conversation = _lock(user, conversation_id)
        if earlier := turns.find_turn(conversation_id, request_id):
            return _message(earlier)
        question = turns.create_question(conversation_id, request_id, text)
        turns.record_created(question, {})
        conversation.title = conversation.title or " ".join(text.split())[:TITLE_MAX_CHARS]
        conversation.save(update_fields=["title", "updated"])
        return _message(turns.create_answer(conversation_id, question, request_id))


def ask_again(user: Any, answer: Message, request_id: UUID) -> Message:
    """Another answer to the same message; the old one stays. Raises RequestRefused (`conflict`) while it is written."""
    if not answer.ended:
        raise RequestRefused("conflict", "This answer is still being written; stop it first.")
    with transaction.atomic():
        _lock(user, answer.conversation_id)
        if earlier := turns.find_turn(answer.conversation_id, request_id):
            return _message(earlier)
        assert answer.answers is not None  # held by a constraint
        return _message(turns.create_answer(answer.conversation_id, answer.answers, request_id, retry_of=answer))


def read_rows(user: Any, conversation_id: UUID) -> StreamRows:
    """The newest PAGE messages. Raises NotFound."""
    conversation = get_conversation(user, conversation_id)
    newest = list(conversation.messages.order_by("-position")[: PAGE + 1])
    messages = newest[:PAGE][::-1]
    add_tool_calls(messages)
    project = {"id": str(conversation.pk), "title": conversation.title, "more": len(newest) > PAGE}
    return StreamRows(project, messages)


def read_message(user: Any, message_id: UUID) -> Message:
    """Raises NotFound."""
    message = get_message(user, message_id)
    add_tool_calls([message])
    return message


def _lock(user: Any, conversation_id: UUID) -> Conversation:
    get_conversation(user, conversation_id)
    return Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)


def _message(row: Any) -> Message:
    assert isinstance(row, Message)
    return row
