"""The queue of a project: messages that wait while an earlier one is answered. They can be changed, moved and taken out.

The first unfinished turn is not part of it: a worker may have it already. All of these block and must run off the loop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from chatstream.rows.outbox import record
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.events import QueueChanged
from projects.models import Message, Project


@dataclass(frozen=True, slots=True)
class Queue:
    """`first`: the answer that is being written, or is the next to be; None: nothing is unfinished. `waiting`: those behind it."""

    first: Message | None
    waiting: list[Message]

    def answer_to(self, question_id: UUID) -> Message:
        """Raises RequestRefused (`conflict`)."""
        for answer in self.waiting:
            if answer.answers_id == question_id:
                return answer
        raise RequestRefused("conflict", "This message does not wait any more.")


def lock_queue(project_id: UUID) -> Queue:
    """Until the transaction ends none of these answers is claimed or ends, so that the next turn is read after it.

    Raises OperationalError if a run's transaction has locked one of them: that one may wait for the project in turn.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project_id)
    unfinished = Message.objects.unfinished_answers().filter(project_id=project_id)
    answers = list(unfinished.select_for_update(no_key=True, nowait=True))
    behind = [answer for answer in answers[1:] if answer.status == Message.Status.PENDING and not answer.retry_of_id]
    return Queue(answers[0] if answers else None, behind)


def edit_waiting(project_id: UUID, question_id: UUID, text: str) -> None:
    """Change the text of a message that waits. Raises RequestRefused (`conflict`) if it does not."""
    with transaction.atomic():
        lock_queue(project_id).answer_to(question_id)
        Message.objects.filter(pk=question_id).update(content=text)
        record(project_id, QueueChanged())


def reorder_waiting(project_id: UUID, order: Sequence[UUID]) -> None:
    """Answer the messages that wait in this order. Raises RequestRefused (`conflict`) if others wait by now."""
    with transaction.atomic():
        queue = lock_queue(project_id)
        answers = {answer.answers_id: answer for answer in queue.waiting}
        if set(order) != set(answers) or len(order) != len(answers):
            raise RequestRefused("conflict", "Other messages wait by now. Look at them, then try again.")
        _move_to_the_end(project_id, [answers[question_id] for question_id in order])
        record(project_id, QueueChanged())


def put_first(project_id: UUID, question_id: UUID) -> Message:
    """Make a message that waits the next one; returns the answer that it waits for. Raises RequestRefused (`conflict`)."""
    with transaction.atomic():
        queue = lock_queue(project_id)
        wanted = queue.answer_to(question_id)
        _move_to_the_end(project_id, [wanted, *(answer for answer in queue.waiting if answer != wanted)])
        record(project_id, QueueChanged())
        assert queue.first is not None  # something waits for it
        return queue.first


def find_removable(project_id: UUID, question_id: UUID) -> Message:
    """The answer to a message that waits, or whose removal was begun. Raises NotFound, RequestRefused (`conflict`)."""
    with transaction.atomic():
        queue = lock_queue(project_id)
        answer = Message.objects.filter(project_id=project_id, answers=question_id).first()
        if answer is None:
            raise NotFound("There is no such message.")
        begun = answer.status == Message.Status.CANCELLED and answer.fence == 0
        return answer if begun else queue.answer_to(question_id)


def hide_removed(answer: Message) -> None:
    """Of a message whose answer was stopped before it began: show neither any more."""
    with transaction.atomic():
        Message.objects.filter(pk__in=[answer.pk, answer.answers_id]).update(removed=True)
        record(answer.project_id, QueueChanged())


def _move_to_the_end(project_id: UUID, answers: Sequence[Message]) -> None:
    """Give the turns new positions, in this order; those that they had stay free."""
    position = Message.objects.filter(project_id=project_id).aggregate(last=Max("position"))["last"]
    for answer in answers:
        assert answer.answers_id is not None  # held by a constraint
        Message.objects.filter(pk=answer.answers_id).update(position=position + 1)
        Message.objects.filter(pk=answer.pk).update(position=position + 2)
        position += 2
