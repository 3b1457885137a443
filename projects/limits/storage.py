"""How many bytes may be stored: for one person in all their projects, and for everybody, as far as the disk has room."""

import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from chatstream.wire.errors import RequestRefused
from projects.models import Asset, Project

MB = 1_000_000


def check_stored(project_id: UUID, size: int) -> None:
    """Check that `size` more bytes fit. Raises RequestRefused: `quota_exceeded` if they are too much for the project's owner,
    `unavailable` if they are too much for the disk. Blocks.
    """
    owner = Project.objects.filter(pk=project_id).values("owner")
    stored = Asset.objects.filter(project__owner__in=owner).aggregate(size=Sum("size"))["size"] or 0
    if settings.LIMIT_STORED_MB and stored + size > settings.LIMIT_STORED_MB * MB:
        most = f"{settings.LIMIT_STORED_MB:,} MB"
        raise RequestRefused(
            "quota_exceeded", f"Your files may have {most} together: delete a project you do not need."
        )
    if _free(settings.ASSETS_DIR) - size < settings.LIMIT_FREE_DISK_MB * MB:
        raise RequestRefused("unavailable", "The server has no room for files right now.", retry_after=60)


def _free(folder: Path) -> int:
    """Bytes on the disk that `folder` is on, or will be on."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
