"""Notes for the model of how a person changed the video on the page between their messages."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from orchestrator.prompt.quoting import note, quote
from projects.branches import path_of
from projects.models import Message, Revision

MAX_REVISIONS = 300  # the newest of the video
MAX_NOTES = 8  # before one message
SUMMARY_MAX_CHARS = 160


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    shows: int
    restores: int | None
    cause: str
    summary: str
    created: datetime
    message_id: UUID | None
    author_id: int | None
    message__finished: datetime | None

    @property
    def is_by_hand(self) -> bool:
        """Choosing another take of an answer changes the video in the name of that answer, after its end."""
        chose = self.author_id and self.message__finished and self.created > self.message__finished
        return self.message_id is None or bool(chose)


def edits_before(questions: list[Message]) -> defaultdict[UUID, list[str]]:
    """For each question, by its id, the notes of changes since the question before it. `questions`: oldest first. Blocking."""
    fields = tuple(_Row.__dataclass_fields__)
    first, last = questions[0].created, questions[-1].created
    path = path_of(questions[-1].project_id, questions[-1].branch)
    found = Revision.objects.filter(path.revisions(), project_id=questions[0].project_id, created__lte=last)
    found = found.exclude(message__role=Message.Role.USER).order_by("-number")  # a change of branch is none of the film
    rows = [_Row(*row) for row in found.values_list(*fields)[:MAX_REVISIONS]][::-1]
    times = [question.created for question in questions]
    notes: defaultdict[UUID, list[str]] = defaultdict(list)
    for before, row in zip([None, *rows], rows, strict=False):
        if row.is_by_hand and row.created > first:
            notes[questions[bisect_left(times, row.created)].pk].append(_describe(row, before))
    return defaultdict(list, {pk: _limit_notes(each) for pk, each in notes.items()})


def _describe(row: _Row, before: _Row | None) -> str:
    return note(f"on the page, the person {_act(row, before)}: {quote(row.summary, SUMMARY_MAX_CHARS)}")


def _act(row: _Row, before: _Row | None) -> str:
    if row.cause == Revision.Cause.EDIT:
        return "changed the video"
    if row.message_id is not None:
        return "chose another answer, with its video"
    if row.restores is not None:
        return "went back to an older version"
    return "undid a change" if before is None or row.shows < before.shows else "redid a change"


def _limit_notes(notes: list[str]) -> list[str]:
    left_out = len(notes) - MAX_NOTES
    if left_out <= 0:
        return notes
    return [note(f"on the page, the person made {left_out} changes of the video before these"), *notes[left_out:]]
