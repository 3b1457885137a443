"""Beginning a branch, and choosing one: the words and the film go together. Each is called within a transaction."""

from typing import Any
from uuid import UUID

from django.db import transaction

from chatstream.rows.outbox import record
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.events import BranchChosen
from projects import revisions
from projects.branches.film import film_of
from projects.branches.paths import path_in
from projects.branches.versions import base_before, last_shown_path
from projects.models import Branch, Message, Project

BUSY = "An answer is being written. Wait for its end, or stop it."
MAX_BRANCHES = 100  # of one project: a query names each of those that lead to the one that is shown


def begin_branch(project: Project, edited: Message) -> tuple[Message, int]:
    """Make a branch that begins in place of `edited`, and choose it. `project` is locked.

    Returns the first version of that message, and the number of the revision that the film goes back to; call `show_film` with
    it once the new version is written. Raises RequestRefused (`conflict`) while an answer is unfinished, or for the 101st branch.
    """
    require_no_unfinished_answer(project.pk)
    first = edited.edit_of or edited
    base = base_before(first)
    branches = _with_trunk(project.pk)
    if len(branches) >= MAX_BRANCHES:
        raise RequestRefused("conflict", f"A conversation may have {MAX_BRANCHES} versions at most.")
    number = branches[-1].number + 1
    Branch.objects.create(project=project, number=number, parent=first.branch, fork=first.position, base=base)
    _choose(project, number)
    return first, base


def choose_version(project_id: UUID, version: Message, author: Any = None) -> None:
    """Show the conversation, and the film, that were last shown with this version of a person's message.

    Nothing changes if they are shown. Raises RequestRefused (`conflict`) while an answer is unfinished.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update(no_key=True).get(pk=project_id)
        branches = list(Branch.objects.filter(project_id=project_id))
        if path_in(branches, project.branch).holds(version):
            return
        require_no_unfinished_answer(project_id)
        path = last_shown_path(version)
        _choose(project, path.segments[-1].branch)
        record(project_id, BranchChosen(message_id=version.pk))
        show_film(project_id, film_of(project_id, path).newest, version.pk, author)


def show_film(project_id: UUID, number: int, head: UUID, author: Any) -> None:
    """Make the video that of a branch, in the name of the message `head`, unless there is none yet."""
    revisions.show_for_branch(project_id, number, head, author)


def find_version(project_id: UUID, message_id: UUID) -> Message:
    """A person's message of this project. Raises NotFound."""
    found = Message.objects.select_related("edit_of").filter(project_id=project_id, role=Message.Role.USER)
    try:
        return found.get(pk=message_id)
    except Message.DoesNotExist:
        raise NotFound("There is no such message.") from None


def require_shown(project: Project, message: Message) -> None:
    """Raises RequestRefused (`conflict`) for a message of a branch that is not shown."""
    if not path_in(Branch.objects.filter(project=project), project.branch).holds(message):
        raise RequestRefused("conflict", "This belongs to another version of the conversation. Choose that first.")


def require_no_unfinished_answer(project_id: UUID) -> None:
    if Message.objects.unfinished_answers().filter(project_id=project_id).exists():
        raise RequestRefused("conflict", BUSY)


def _with_trunk(project_id: UUID) -> list[Branch]:
    branches = list(Branch.objects.filter(project_id=project_id))
    return branches or [Branch.objects.create(project_id=project_id, number=0)]


def _choose(project: Project, number: int) -> None:
    newest = Branch.objects.filter(project=project).order_by("-chosen").values_list("chosen", flat=True)[0]
    Branch.objects.filter(project=project, number=number).update(chosen=newest + 1)
    project.branch = number
    project.save(update_fields=["branch", "updated"])
