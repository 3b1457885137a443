"""What a person does to a project. Each is one transaction: the rows, and the events that report them.

All of these block; the event loop calls them through `database.off_loop`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chatstream.rows.outbox import record
from chatstream.wire.base import MessageStatus, Role
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.events import Attachment, BranchChosen, Finalized, MessageCreated, Status
from chatstream.wire.replies import Initiated
from projects import takes
from projects.branches import choice, versions_of
from projects.models import UNTITLED, Asset, Message, Project, projects_for

MAX_QUEUED = 20  # turns of one project that may wait; a person can't read more answers than that


@dataclass(frozen=True, slots=True)
class StoppedTurn:
    """`waiting`: it never ran and has ended already; else its run must be stopped."""

    message: Message
    waiting: bool


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
    project.title = clean_title(title)
    project.titled_by_person = True
    project.save(update_fields=["title", "titled_by_person", "updated"])
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


def find_turn(project_id: UUID, request_id: UUID) -> Message | None:
    """The answer that an earlier request with this id has started."""
    return Message.objects.filter(project_id=project_id, role=Message.Role.ASSISTANT, request_id=request_id).first()


def to_initiated(answer: Message) -> Initiated:
    assert answer.request_id is not None
    assert answer.answers_id is not None  # an answer has both
    return Initiated(request_id=answer.request_id, user_message_id=answer.answers_id, assistant_message_id=answer.pk)


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
        if earlier := find_turn(project_id, request_id):
            return earlier
        pictures = _find_pictures(project, attachments)
        if edit_of is None:
            question = _create_question(project, request_id, text, pictures)
        else:
            edited = choice.find_version(project_id, edit_of)
            first, base = choice.begin_branch(project, edited)
            question = _create_question(project, request_id, text, pictures, edit_of=first)
            choice.show_film(project_id, base, question.pk, author)
        return _create_answer(project, question, question.position + 1, request_id)


def _create_question(
    project: Project, request_id: UUID, text: str, pictures: list[Asset], edit_of: Message | None = None
) -> Message:
    question = Message.objects.create(
        project=project,
        position=_next_position(project),
        branch=project.branch,
        edit_of=edit_of,
        role="user",
        content=text,
        status="success",
        request_id=request_id,
        finished=timezone.now(),
    )
    question.attachments.set(pictures)
    if edit_of is not None:
        record(project.pk, BranchChosen(message_id=question.pk))
    record(project.pk, _to_event(question))
    return question


def retry_turn(answer: Message, request_id: UUID, *, discard_later: bool = False, author: Any = None) -> Message:
    """A new answer to the same message, which starts from the video as it was before that message; the old one stays.

    Raises RequestRefused (`conflict`) while an answer is written, LaterChanges unless that may be gone back over.
    """
    if not answer.ended:
        raise RequestRefused("conflict", "This answer is still being written; stop it first.")
    with transaction.atomic():
        project = lock_project(answer.project_id)
        if earlier := find_turn(project.pk, request_id):
            return earlier
        choice.require_shown(project, answer)
        takes.require_no_unfinished_answer(answer)
        if not discard_later:
            takes.require_confirmation(answer)
        question = cast(Message, answer.answers)  # held by a constraint
        new = _create_answer(project, question, _next_position(project), request_id, retry_of=answer)
        takes.restore_base(new, author)
        return new


def request_stop(answer: Message) -> StoppedTurn:
    """Request the end of a run. A turn that still waits ends at once."""
    with transaction.atomic():
        answer = Message.objects.select_for_update().get(pk=answer.pk)
        if answer.status == Message.Status.PENDING:
            answer.status, answer.finished, answer.elapsed_ms = Message.Status.CANCELLED, timezone.now(), 0
            answer.save(update_fields=["status", "finished", "elapsed_ms"])
            record(answer.project_id, Finalized(message_id=answer.pk, status="cancelled", content="", elapsed_ms=0))
            return StoppedTurn(answer, waiting=True)
        if answer.status == Message.Status.RUNNING and not answer.stop_requested:
            answer.stop_requested = True
            answer.save(update_fields=["stop_requested"])
            record(answer.project_id, Status(message_id=answer.pk, status="stopping", attempt=answer.attempt))
        return StoppedTurn(answer, waiting=False)


def _create_answer(
    project: Project, question: Message, position: int, request_id: UUID, retry_of: Message | None = None
) -> Message:
    waiting = Message.objects.unfinished_answers().filter(project=project).count()
    if waiting >= MAX_QUEUED:
        raise RequestRefused("conflict", f"{MAX_QUEUED} messages are waiting already; let some be answered first.")
    answer = Message.objects.create(
        project=project,
        position=position,
        branch=project.branch,
        role="assistant",
        status="pending",
        request_id=request_id,
        answers=question,
        retry_of=retry_of,
    )
    record(project.pk, _to_event(answer))
    if waiting:
        record(project.pk, Status(message_id=answer.pk, status="queued", attempt=0))
    project.save(update_fields=["updated"])
    return answer


def _to_event(message: Message) -> MessageCreated:
    return MessageCreated(
        message_id=message.pk,
        role=cast(Role, message.role),
        content=message.content,
        attachments=attachments_of(message.attachments.all()),
        status=cast(MessageStatus, message.status),
        request_id=message.request_id,
        retry_of=message.retry_of_id,
        versions=versions_of([message]).get(message.pk) if message.edit_of_id else None,
    )


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


def _next_position(project: Project) -> int:
    return (project.messages.aggregate(last=Max("position"))["last"] or 0) + 1
