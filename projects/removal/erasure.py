"""Erasing deleted projects, in steps that may be repeated. `orchestrator.erasure` calls them in order.

All of these block and must run off the loop.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from projects.models import (
    Asset,
    Branch,
    Message,
    OutboxEvent,
    Project,
    Revision,
    ServerExport,
    ShareLink,
    Step,
    ToolCall,
    asset_storage,
)
from projects.removal.soft_delete import undo_end

_BATCH = 200  # messages that are in memory at once


def unfinished_answers(project_id: UUID) -> list[UUID]:
    return list(Message.objects.unfinished_answers().filter(project_id=project_id).values_list("pk", flat=True))


def unfinished_answers_of_deleted() -> list[Message]:
    """Unfinished answers of deleted projects that have no stop request."""
    return list(
        Message.objects.unfinished_answers()
        .filter(project__deleted_at__isnull=False, stop_requested=False)
        .select_related("project")
    )


def projects_to_erase() -> list[UUID]:
    """Deleted projects that can no longer be restored."""
    deleted = Project.objects.filter(deleted_at__isnull=False)
    too_late = Q(deleted_at__lte=undo_end()) | Q(owner__accountdeletion__isnull=False)
    return list(deleted.filter(too_late).values_list("pk", flat=True))


def erase_contents(project_id: UUID) -> None:
    """Erase everything of a deleted project except its own row, which marks it as not yet erased.

    Whoever still runs one of its answers finds no row to write to. Harmless to repeat.
    """
    with transaction.atomic():
        OutboxEvent.objects.filter(project_id=project_id).delete()
        Revision.objects.filter(project_id=project_id).delete()
        Branch.objects.filter(project_id=project_id).delete()
        ToolCall.objects.filter(message__project_id=project_id).delete()
        Step.objects.filter(message__project_id=project_id).delete()
        _erase_messages(Message.objects.filter(project_id=project_id))
        ServerExport.objects.filter(project_id=project_id).delete()
        ShareLink.objects.filter(project_id=project_id).delete()
        Asset.objects.filter(project_id=project_id).delete()
    _erase_files(project_id)


def erase_row(project_id: UUID) -> None:
    """The last step: delete the project's row."""
    Project.objects.filter(pk=project_id, deleted_at__isnull=False).delete()


def _erase_messages(messages: Any) -> None:
    """Newest first: an answer goes before the message that it answers, and before the one that it was a retry of."""
    while newest := list(messages.order_by("-position").values_list("pk", flat=True)[:_BATCH]):
        messages.filter(pk__in=newest).delete()


def _erase_files(project_id: UUID) -> None:
    """Delete its folder: the files of its assets, and what interrupted uploads have left."""
    storage, folder = asset_storage(), str(project_id)
    try:
        _, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)
