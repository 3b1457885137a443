"""Answers to the same message are takes of one another, and each has a state of the video that it led to.

A new take starts from the video as it was before the turn; to choose a take shows the video as it was left with that take.
Both are one revision more, so that undo leads back. All is read off the history of the video. All of these block.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from chatstream.wire.errors import LaterChanges, RequestRefused
from projects import revisions
from projects.models import Message, Revision

BUSY = "An answer is being written. Wait for its end, or stop it."


@dataclass(frozen=True, slots=True)
class Take:
    """`revision`: the newest one that was made while this take was the chosen one; 0: there was no video."""

    message_id: UUID
    revision: int
    is_chosen: bool


def require_confirmation(answer: Message) -> None:
    """Raises LaterChanges if another take would discard changes that were made after this turn."""
    if count := _later_changes(_takes_of(answer), _history(answer.project_id)):
        raise LaterChanges(count)


def require_no_unfinished_answer(answer: Message) -> None:
    """Raises RequestRefused (`conflict`) while an answer is unfinished: it works on the video that a take would replace."""
    unfinished = Message.objects.unfinished_answers().filter(project_id=answer.project_id)
    if unfinished.exists() and Revision.objects.filter(project_id=answer.project_id).exists():
        raise RequestRefused("conflict", BUSY)


def restore_base(new_answer: Message, author: Any = None) -> None:
    """Show the video as it was before the turn of `new_answer`, as the first thing that this take does."""
    base = _base(_takes_of(new_answer), _history(new_answer.project_id))
    revisions.restore_for_message(new_answer.project_id, base, new_answer.pk, author)


def choose_take(answer: Message, author: Any = None) -> Revision | None:
    """Show the video as it was left with this take; None if that is what is shown. Raises RequestRefused (`conflict`)."""
    with transaction.atomic():
        revisions.lock_newest(answer.project_id)
        require_no_unfinished_answer(answer)
        [take] = [
            each for each in _states(_takes_of(answer), _history(answer.project_id)) if each.message_id == answer.pk
        ]
        return (
            None
            if take.is_chosen
            else revisions.restore_for_message(answer.project_id, take.revision, answer.pk, author)
        )


def takes_of_project(project_id: UUID) -> list[Take]:
    """The takes of every turn that has several, oldest first."""
    retried = Message.objects.filter(project_id=project_id, retry_of__isnull=False).values("answers_id")
    answers = Message.objects.filter(project_id=project_id, role="assistant", answers_id__in=retried)
    turns: dict[Any, list[Message]] = {}
    for answer in answers.only("pk", "position", "answers_id"):
        turns.setdefault(answer.answers_id, []).append(answer)
    history = _history(project_id) if turns else []
    return [take for takes in turns.values() for take in _states(takes, history)]


# --- the history, as rows that are light enough to read all of them ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    shows: int
    made_from: int
    restores: int | None
    message_id: UUID | None
    position: int | None  # of that message

    @property
    def came_from(self) -> int:
        return self.made_from if self.restores is None else self.restores


def _history(project_id: UUID) -> list[_Row]:
    fields = ("number", "shows", "made_from", "restores", "message_id", "message__position")
    return [_Row(*row) for row in Revision.objects.filter(project_id=project_id).values_list(*fields)]


def _takes_of(answer: Message) -> list[Message]:
    answers: QuerySet[Message] = Message.objects.filter(project_id=answer.project_id, answers_id=answer.answers_id)
    return list(answers.only("pk", "position"))


def _base(takes: list[Message], history: list[_Row]) -> int:
    """The number of the revision before the first change of this turn, or of one that came after it."""
    first = takes[0].position
    since = (row.number - 1 for row in history if row.position is not None and row.position >= first)
    return next(since, history[-1].number if history else 0)


def _later_changes(takes: list[Message], history: list[_Row]) -> int:
    """How many changes, of others than these takes, what is shown has on top of the video before the turn.

    What one message did right after each other is one change, as for undo.
    """
    if not history:
        return 0
    rows, own = {row.number: row for row in history}, {take.pk for take in takes}
    base = _base(takes, history)
    start = rows[base].shows if base else 0
    count, at, before = 0, history[-1].shows, None
    while at > start:
        row = rows[at]
        is_change = row.restores is None and row.message_id not in own
        if is_change and (row.message_id is None or row.message_id != before):
            count += 1
        before, at = row.message_id, row.came_from
    return count + (at < start)  # somebody has gone back further than that


def _states(takes: list[Message], history: list[_Row]) -> list[Take]:
    """The state of each take: what is chosen changes with what a take does, and goes back with undo and restore.

    A later take that has done nothing to the video, not even gone back, moves nothing: its state is what is shown.
    """
    newest = history[-1].number if history else 0
    base = _base(takes, history)
    own, first, last = {take.pk for take in takes}, takes[0].pk, takes[-1].pk
    chosen, newest_of = {0: first}, {first: base}
    for row in history:
        if row.shows != row.number:
            now = chosen[row.shows]
        elif row.message_id in own:
            now = row.message_id
        else:
            now = chosen[row.number - 1 if row.restores is None else row.restores]
        chosen[row.number] = now
        if row.number > base:
            newest_of[now] = row.number
    now = chosen[newest] if last in newest_of else last
    return [Take(take.pk, newest_of.get(take.pk, newest), take.pk == now) for take in takes]
