"""Which messages and which revisions belong to a branch: its own, and those of its parents before the fork."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from projects.models import Branch, Message, Project


@dataclass(frozen=True, slots=True)
class Segment:
    """What a path has of one branch: its messages before the position `before`, its revisions up to `until`; None: all."""

    branch: int
    before: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """The conversation of a branch, and its film, as the parts that it has of each branch."""

    segments: tuple[Segment, ...]

    def messages(self) -> Q:
        """Those that are shown."""
        parts = _any_of(self.segments, lambda each: _bounded(each.branch, "position__lt", each.before))
        return parts & Q(removed=False)

    def revisions(self) -> Q:
        return _any_of(self.segments, lambda each: _bounded(each.branch, "number__lte", each.until))

    def holds(self, message: Message) -> bool:
        return any(
            each.branch == message.branch and (each.before is None or message.position < each.before)
            for each in self.segments
        )

    def has_revision(self, branch: int, number: int) -> bool:
        return any(each.branch == branch and (each.until is None or number <= each.until) for each in self.segments)


def path_of(project_id: UUID, number: int) -> Path:
    """The path of the branch with this number."""
    if number == 0:
        return Path((Segment(0),))
    return path_in(Branch.objects.filter(project_id=project_id), number)


def shown_path(project_id: UUID) -> Path:
    """The path of the branch that is shown. Raises Project.DoesNotExist."""
    return path_of(project_id, Project.objects.values_list("branch", flat=True).get(pk=project_id))


def path_in(branches: Iterable[Branch], number: int) -> Path:
    """The same, among these rows."""
    rows = {row.number: row for row in branches}
    segments = [Segment(number)]
    while (row := rows.get(number)) is not None and row.parent is not None:
        segments.append(Segment(row.parent, row.fork, row.base))
        number = row.parent
    return Path(tuple(reversed(segments)))


def _bounded(branch: int, field: str, bound: int | None) -> Q:
    return Q(branch=branch) if bound is None else Q(branch=branch, **{field: bound})


def _any_of(segments: Iterable[Segment], condition: Callable[[Segment], Q]) -> Q:
    return reduce(or_, map(condition, segments))
