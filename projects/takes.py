"""Answers to the same message are takes of one another, and each has a state of the video that it led to.

A new take starts from the video as it was before the turn; to choose a take shows the video as it was left with that take.
Both are one revision more, so that undo leads back. All is read off the history of the video, along the branch of the
conversation that is shown. All of these block.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from chatstream.wire.errors import LaterChanges
from projects import revisions
from projects.branches import choice
from projects.branches.film import Film, film_of
from projects.branches.paths import Path, shown_path
from projects.models import Message, Project, Revision


@dataclass(frozen=True, slots=True)
class Take:
    """`revision`: the newest one that was made while this take was the chosen one; 0: there was no video."""

    message_id: UUID
    revision: int
    is_chosen: bool


def require_confirmation(answer: Message) -> None:
    """Raises LaterChanges if another take would discard changes that were made after this turn."""
    path = shown_path(answer.project_id)
    takes, film = _takes_of(answer, path), film_of(answer.project_id, path)
    if count := film.count_changes(_base(takes, film), {take.pk for take in takes}):
        raise LaterChanges(count)


def require_no_unfinished_answer(answer: Message) -> None:
    """Raises RequestRefused (`conflict`) while an answer is unfinished: it works on the video that a take would replace."""
    if Revision.objects.filter(project_id=answer.project_id).exists():
        choice.require_no_unfinished_answer(answer.project_id)


def restore_base(new_answer: Message, author: Any = None) -> None:
    """Show the video as it was before the turn of `new_answer`, as the first thing that this take does."""
    path = shown_path(new_answer.project_id)
    base = _base(_takes_of(new_answer, path), film_of(new_answer.project_id, path))
    revisions.restore_for_message(new_answer.project_id, base, new_answer.pk, author)


def choose_take(answer: Message, author: Any = None) -> Revision | None:
    """Show the video as it was left with this take; None if that is what is shown. Raises RequestRefused (`conflict`)."""
    with transaction.atomic():
        choice.require_shown(Project.objects.select_for_update(no_key=True).get(pk=answer.project_id), answer)
        require_no_unfinished_answer(answer)
        path = shown_path(answer.project_id)
        states = _states(_takes_of(answer, path), film_of(answer.project_id, path))
        [take] = [each for each in states if each.message_id == answer.pk]
        return (
            None
            if take.is_chosen
            else revisions.restore_for_message(answer.project_id, take.revision, answer.pk, author)
        )


def takes_of_project(project_id: UUID) -> list[Take]:
    """The takes of every turn that has several, oldest first."""
    path = shown_path(project_id)
    shown = Message.objects.filter(path.messages(), project_id=project_id)
    answers = shown.filter(answers_id__in=shown.filter(retry_of__isnull=False).values("answers_id"))
    turns: dict[Any, list[Message]] = {}
    for answer in answers.only("pk", "position", "answers_id"):
        turns.setdefault(answer.answers_id, []).append(answer)
    film = film_of(project_id, path) if turns else Film([], {})
    return [take for takes in turns.values() for take in _states(takes, film)]


def _takes_of(answer: Message, path: Path) -> list[Message]:
    takes = Message.objects.filter(path.messages(), project_id=answer.project_id, answers_id=answer.answers_id)
    return list(takes.only("pk", "position"))


def _base(takes: list[Message], film: Film) -> int:
    """The number of the revision before the first change of this turn, or of one that came after it."""
    return film.number_before(takes[0].position)


def _states(takes: list[Message], film: Film) -> list[Take]:
    """The state of each take: what is chosen changes with what a take does, and goes back with undo and restore.

    A later take that has done nothing to the video, not even gone back, moves nothing: its state is what is shown.
    """
    base = _base(takes, film)
    own, first, last = {take.pk for take in takes}, takes[0].pk, takes[-1].pk
    chosen, newest_of, before = {0: first}, {first: base}, 0
    for row in film.rows:
        if row.shows != row.number:
            now = chosen[row.shows]
        elif row.message_id in own:
            now = row.message_id
        else:  # a restored revision may be of another branch
            now = chosen[before] if row.restores is None else chosen.get(row.restores, chosen[before])
        chosen[row.number], before = now, row.number
        if row.number > base:
            newest_of[now] = row.number
    now = chosen[film.newest] if last in newest_of else last
    return [Take(take.pk, newest_of.get(take.pk, film.newest), take.pk == now) for take in takes]
