"""The history of a film along a path of the conversation, as rows that are light enough to read all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from projects.branches.paths import Path
from projects.models import Revision


@dataclass(frozen=True, slots=True)
class Row:
    """A revision. `position` is that of its message."""

    number: int
    shows: int
    made_from: int
    restores: int | None
    branch: int
    created: datetime
    message_id: UUID | None
    position: int | None

    @property
    def came_from(self) -> int:
        return self.made_from if self.restores is None else self.restores


@dataclass(frozen=True, slots=True)
class Film:
    """`rows`: the revisions of the path, oldest first. `by_number`: all of the project."""

    rows: list[Row]
    by_number: dict[int, Row]

    @property
    def newest(self) -> int:
        """The number of the revision that the path's film is; 0: there is no video."""
        return self.rows[-1].number if self.rows else 0

    def number_before(self, position: int, since: datetime | None = None) -> int:
        """Of the revision before the first change of a message at `position` or later, or one by hand after `since`; 0: none."""
        before = 0
        for row in self.rows:
            is_by_hand = row.message_id is None and since is not None and row.created > since
            if is_by_hand or (row.position is not None and row.position >= position):
                return before
            before = row.number
        return before

    def count_changes(self, base: int, ignored: Collection[UUID] = ()) -> int:
        """How many changes, of others than the `ignored` messages, what is shown has on top of revision `base`.

        What one message did right after each other is one change, as for undo.
        """
        if not self.rows:
            return 0
        start = self.by_number[base].shows if base else 0
        count, at, before = 0, self.rows[-1].shows, None
        while at > start:
            row = self.by_number[at]
            is_change = row.restores is None and row.message_id not in ignored
            if is_change and (row.message_id is None or row.message_id != before):
                count += 1
            before, at = row.message_id, row.came_from
        return count + (at < start)  # somebody has gone back further than that


def film_of(project_id: UUID, path: Path) -> Film:
    return film_in(read_rows(project_id), path)


def film_in(rows: list[Row], path: Path) -> Film:
    """The same, from all rows of the project."""
    return Film([row for row in rows if path.has_revision(row.branch, row.number)], {row.number: row for row in rows})


def read_rows(project_id: UUID) -> list[Row]:
    """All revisions of the project, oldest first."""
    fields = ("number", "shows", "made_from", "restores", "branch", "created", "message_id", "message__position")
    return [Row(*each) for each in Revision.objects.filter(project_id=project_id).values_list(*fields)]
