"""What a person does to a project. Each is one transaction: the rows, and the events that report them.

All of these block; the event loop calls them through `database.off_loop`.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction

from chatstream.rows import turns
from chatstream.rows.outbox import record
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.events import Attachment, BranchChosen
from projects import takes
from projects.branches import choice, versions_of
from projects.events import ProjectRenamed
from projects.models import UNTITLED, Asset, Message, Project, projects_for


def create_project(user: Any, title: str, project_id: UUID | None = None) -> Project:
    """Harmless to repeat with the same `project_id`. Raises RequestRefused for a title over 200 characters."""
    project = Project(
        pk=project_id or uuid4(), owner=user, title=clean_title(title), titled_by_person=bool(title.strip())
    )
    with transaction.atomic():
        if project_id and (earlier := Project.objects.filter(pk=project_id).first()):
            return earlier
        project.save(force_insert=True)
    return project


def rename_project(user: Any, project_id: UUID, title: str) -> Project:
    """Raises NotFound, and RequestRefused for a title that is blank or over 200 characters."""
    if not title.strip():
        raise RequestRefused("invalid", "A project needs a title.")
    project = get_project(user, project_id)
    is_new = project.title != clean_title(title)
    project.title = clean_title(title)
    project.titled_by_person = True
    with transaction.atomic():
        project.save(update_fields=["title", "titled_by_person", "updated"])
        if is_new:
            record(project.pk, ProjectRenamed(title=project.title))
    return project


def clean_title(title: str) -> str:
    title = " ".join(title.split())
    if len(title) > 200:
        raise RequestRefused("invalid", "A title may have at most 200 characters.")
    return title or UNTITLED


def get_project(user: Any, project_id: UUID) -> Project:
    try:
        return projects_for(user).get(pk=project_id)
    except Project.DoesNotExist:
        raise NotFound from None


def lock_project(project_id: UUID) -> Project:
    """The project's row, held until the transaction ends. Raises NotFound if it was deleted meanwhile."""
    try:
        return Project.objects.select_for_update(no_key=True).get(pk=project_id, deleted_at=None)
    except Project.DoesNotExist:
        raise NotFound from None


def get_answer(user: Any, project_id: UUID | None, message_id: UUID) -> Message:
    """The assistant message, if it is this user's and (where given) in this project. Raises NotFound."""
    answers = Message.objects.filter(role=Message.Role.ASSISTANT, project__in=projects_for(user))
    if project_id is not None:
        answers = answers.filter(project_id=project_id)
    try:
        return answers.get(pk=message_id)
    except Message.DoesNotExist:
        raise NotFound("There is no such answer.") from None


def start_turn(
    project_id: UUID,
    request_id: UUID,
    text: str,
    attachments: Sequence[UUID] = (),
    *,
    edit_of: UUID | None = None,
    author: Any = None,
) -> Message:
    """Write the person's message and the placeholder of its answer; returns the answer.

    The same `request_id` again returns the same answer. `attachments` are ids of the project's pictures. `edit_of`: the message
    that this one is another version of; the conversation goes on from there, and the earlier version keeps what came after it.
    Raises NotFound for an id that is none, RequestRefused (`conflict`) if too many turns wait, or one does at an edit.
    """
    with transaction.atomic():
        project = lock_project(project_id)
        if earlier := turns.find_turn(project_id, request_id):
            return cast(Message, earlier)
        pictures = _find_pictures(project, attachments)
        if edit_of is None:
            question = _create_question(project, request_id, text, pictures)
        else:
            edited = choice.find_version(project_id, edit_of)
            first, base = choice.begin_branch(project, edited)
            question = _create_question(project, request_id, text, pictures, edit_of=first)
            choice.show_film(project_id, base, question.pk, author)
        return _create_answer(project, question, request_id)


def _create_question(
    project: Project, request_id: UUID, text: str, pictures: list[Asset], edit_of: Message | None = None
) -> Message:
    question = turns.create_question(project.pk, request_id, text, branch=project.branch, edit_of=edit_of)
    question.attachments.set(pictures)
    versions = None
    if edit_of is not None:
        record(project.pk, BranchChosen(message_id=question.pk))
        versions = versions_of([question]).get(question.pk)
    turns.record_created(question, {"attachments": attachments_of(pictures), "versions": versions})
    return cast(Message, question)


def retry_turn(answer: Message, request_id: UUID, *, discard_later: bool = False, author: Any = None) -> Message:
    """A new answer to the same message, which starts from the video as it was before that message; the old one stays.

    Raises RequestRefused (`conflict`) while an answer is written, LaterChanges unless that may be gone back over.
    """
    if not answer.ended:
        raise RequestRefused("conflict", "This answer is still being written; stop it first.")
    with transaction.atomic():
        project = lock_project(answer.project_id)
        if earlier := turns.find_turn(project.pk, request_id):
            return cast(Message, earlier)
        choice.require_shown(project, answer)
        takes.require_no_unfinished_answer(answer)
        if not discard_later:
            takes.require_confirmation(answer)
        question = cast(Message, answer.answers)  # held by a constraint
        new = _create_answer(project, question, request_id, retry_of=answer)
        takes.restore_base(new, author)
        return new


def _create_answer(project: Project, question: Message, request_id: UUID, retry_of: Message | None = None) -> Message:
    answer = turns.create_answer(project.pk, question, request_id, branch=project.branch, retry_of=retry_of)
    project.save(update_fields=["updated"])
    return cast(Message, answer)


def _find_pictures(project: Project, ids: Sequence[UUID]) -> list[Asset]:
    pictures = list(project.assets.filter(pk__in=ids, kind=Asset.Kind.IMAGE))
    if len(pictures) != len(set(ids)):
        raise NotFound("There is no such attachment.")
    return pictures


def attachments_of(pictures: Iterable[Asset]) -> list[Attachment] | None:
    """The pictures of a message as clients see them; None for none, which the wire leaves out."""
    return [
        Attachment(id=asset.pk, name=asset.name, width=asset.width, height=asset.height, url=asset.url)
        for asset in pictures
    ] or None
