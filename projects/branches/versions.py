"""The versions of a person's message, and what comes after one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from projects.branches.film import Row, film_in, read_rows
from projects.branches.paths import Path, path_in
from projects.models import Branch, Message


@dataclass(frozen=True, slots=True)
class Later:
    """What an edit of a message leaves behind: it stays with the version that it came after."""

    answers: int
    changes: int


def versions_of(messages: Iterable[Message]) -> dict[UUID, list[UUID]]:
    """For each message with several versions, their ids, oldest first, itself among them."""
    firsts = {message.pk: message.edit_of_id or message.pk for message in messages if message.role == "user"}
    versions: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for version in Message.objects.filter(edit_of__in=set(firsts.values())).only("edit_of_id").order_by("position"):
        assert version.edit_of_id is not None  # the query asks for it
        versions[version.edit_of_id].append(version.pk)
    return {message: [first, *versions[first]] for message, first in firsts.items() if first in versions}


def what_comes_after(message: Message) -> Later:
    """The answers from this message on, and the changes of the video, in the conversation that was last shown with it."""
    branches, revisions = _branches_of(message), read_rows(message.project_id)
    path = _last_shown_in(branches, message)
    later = Message.objects.filter(path.messages(), project_id=message.project_id, position__gte=message.position)
    answers = later.filter(role=Message.Role.ASSISTANT).values("answers_id").distinct().count()
    base = _base_before(message, branches, revisions)
    return Later(answers, film_in(revisions, path).count_changes(base))


def base_before(message: Message) -> int:
    """The number of the revision that showed the video before this message was answered; 0: there was none."""
    return _base_before(message, _branches_of(message), read_rows(message.project_id))


def last_shown_path(message: Message) -> Path:
    """Of the branches that hold the message, the path of the one that was chosen last."""
    return _last_shown_in(_branches_of(message), message)


def _branches_of(message: Message) -> list[Branch]:
    return list(Branch.objects.filter(project_id=message.project_id))


def _base_before(message: Message, branches: list[Branch], revisions: list[Row]) -> int:
    first = message.edit_of or message
    film = film_in(revisions, _last_shown_in(branches, first))
    start = Message.objects.filter(answers=first, started__isnull=False).order_by("started").first()
    return film.number_before(first.position, since=start.started if start else first.created)


def _last_shown_in(branches: list[Branch], message: Message) -> Path:
    paths = [(row.chosen, path_in(branches, row.number)) for row in branches]
    holding = [(chosen, path) for chosen, path in paths if path.holds(message)]
    return max(holding, key=lambda each: each[0])[1] if holding else path_in(branches, message.branch)
