"""Exports on a worker: requested by a person, claimed by one worker, finished or failed. All of these block."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet

from chatstream.rows import clock
from chatstream.rows.rollback import on_rollback, rollback_hooks
from projects import exports
from projects.actions import get_project, lock_project
from projects.models import Asset, Revision, ServerExport

SILENT_SECONDS = 15.0  # without a heartbeat for so long, another worker may claim the export
MOST_ATTEMPTS = 3  # a video that kills each worker which tries it fails
WAIT_SECONDS = 60.0  # while no worker that runs can export: one may be starting
GIVEN_UP = "The export failed more than once. Try another format, or export it in the browser."

_LIVE = Q(status__in=[ServerExport.Status.WAITING, ServerExport.Status.RUNNING])


@dataclass(frozen=True, slots=True)
class ExportClaim:
    """One attempt of a worker; `short_side` in pixels."""

    id: UUID
    project_id: UUID
    short_side: int


def request_export(user: Any, project_id: UUID, short_side: int) -> ServerExport:
    """Request a file of the newest revision; returns the unfinished export if there is one. Raises NotFound."""
    project = get_project(user, project_id)
    with transaction.atomic():
        lock_project(project.pk)
        current = ServerExport.objects.filter(project=project).first()
        if current is None or not current.is_live:
            ServerExport.objects.filter(project=project).delete()
            current = ServerExport.objects.create(project=project, short_side=short_side)
    return current


def newest_export(user: Any, project_id: UUID) -> ServerExport | None:
    """Raises NotFound."""
    return ServerExport.objects.filter(project=get_project(user, project_id)).select_related("asset").first()


def cancel_export(user: Any, project_id: UUID) -> None:
    """The worker stops at its next heartbeat. Raises NotFound."""
    project = get_project(user, project_id)
    ServerExport.objects.filter(_LIVE, project=project).update(status=ServerExport.Status.CANCELLED)


def has_unclaimed_export() -> bool:
    return _unclaimed_rows().exists()


def claim_export() -> ExportClaim | None:
    """Claim the export that has waited longest; None if there is none."""
    for export in _unclaimed_rows():
        # By conditions on the row itself: who has locked it meanwhile, to claim or to cancel it, is seen then.
        row = ServerExport.objects.filter(_waiting_or_silent(), pk=export.pk)
        if export.attempt >= MOST_ATTEMPTS:
            row.update(status=ServerExport.Status.ERROR, detail=GIVEN_UP)
            continue
        claim = ExportClaim(uuid4(), export.project_id, export.short_side)
        running = {"status": ServerExport.Status.RUNNING, "claim_id": claim.id, "attempt": F("attempt") + 1}
        if row.update(**running, heard_from=clock.now()):
            return claim
    return None


def fail_waiting_exports(reason: str) -> None:
    """For when no worker can export: end what has waited for WAIT_SECONDS. `reason`: a sentence for the person."""
    late = _unclaimed_rows().filter(created__lt=clock.now(WAIT_SECONDS))
    late.update(status=ServerExport.Status.ERROR, detail=reason[:500])


def record_heartbeat(claim: ExportClaim, detail: str, progress: float | None) -> bool:
    """Record a heartbeat with the progress, 0 to 1. False: the export was cancelled, or another worker has claimed it."""
    mine = _claimed_rows(claim).filter(project__deleted_at=None)
    return bool(mine.update(detail=detail[:500], progress=progress, heard_from=clock.now()))


def finish_export(claim: ExportClaim, revision_number: int, file: Any) -> Asset | None:
    """Save the finished file and the status in one transaction. None if the export was cancelled.

    Raises RequestRefused as `exports.check_and_store` does.
    """
    with rollback_hooks(), transaction.atomic():
        if not _claimed_rows(claim).update(status=ServerExport.Status.SUCCESS, progress=1.0):
            return None
        revision = Revision.objects.select_related("project").get(project_id=claim.project_id, number=revision_number)
        asset = exports.check_and_store(revision, file)
        on_rollback(lambda: asset.file.delete(save=False))
        ServerExport.objects.filter(pk=claim.project_id).update(asset=asset, detail="")
    return asset


def fail_export(claim: ExportClaim, reason: str) -> None:
    """`reason`: a sentence for the person."""
    _claimed_rows(claim).update(status=ServerExport.Status.ERROR, detail=reason[:500])


def _claimed_rows(claim: ExportClaim) -> QuerySet[ServerExport]:
    return ServerExport.objects.filter(pk=claim.project_id, claim_id=claim.id, status=ServerExport.Status.RUNNING)


def _unclaimed_rows() -> QuerySet[ServerExport]:
    return ServerExport.objects.filter(_waiting_or_silent(), project__deleted_at=None)


def _waiting_or_silent() -> Q:
    silent = Q(status=ServerExport.Status.RUNNING, heard_from__lt=clock.now(SILENT_SECONDS))
    return Q(status=ServerExport.Status.WAITING) | silent
