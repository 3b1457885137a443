"""How many bytes may be stored: for one person in all their projects, a group, and everybody, as far as the disk has room."""

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Sum

from chatstream.wire.errors import RequestRefused
from projects.limits.bounds import read_bounds
from projects.models import Asset, Project, Quota, ShareLink

MB = 1_000_000
_REFUSALS = {
    "user": "Your files may have {} together: delete a project you do not need.",
    "group": "The files of your group may have {} together: delete a project you do not need.",
    "all": "The files of this site may have {} together. Nothing more can be kept right now.",
}


def lock_stored(project_id: UUID) -> None:
    """Until the transaction ends, nobody stores files for the same person or group, or at all if everybody has a limit. Blocks."""
    owner = _owner_of(project_id)
    list(get_user_model().objects.select_for_update(no_key=True).filter(pk=owner))
    list(Quota.objects.select_for_update(no_key=True).filter(group__user=owner, of=Quota.Of.GROUP).order_by("pk"))
    if settings.LIMIT_ALL_STORED_MB:
        list(
            ContentType.objects.select_for_update(no_key=True).filter(app_label="projects", model="asset")
        )  # for all files


def check_stored(project_id: UUID, size: int) -> None:
    """Check that `size` more bytes fit. Blocks.

    Raises RequestRefused: `quota_exceeded` if they are too much for the project's owner, a group of theirs or everybody,
    `unavailable` if they are too much for the disk.
    """
    for who, most in read_bounds(_owner_of(project_id)).of("stored_mb"):
        if stored_bytes(who) + size > most * MB:
            raise RequestRefused("quota_exceeded", _REFUSALS[who.split()[0]].format(f"{most:,} MB"))
    if _free(settings.ASSETS_DIR) - size < settings.LIMIT_FREE_DISK_MB * MB:
        raise RequestRefused("unavailable", "The server has no room for files right now.", retry_after=60)


def _owner_of(project_id: UUID) -> Any:
    """None if the project is deleted."""
    return Project.objects.filter(pk=project_id).values_list("owner_id", flat=True).first()


def stored_bytes(who: str) -> int:
    """Bytes of files and posters that are kept for `user 5`, `group 2` or `all`."""
    kind, _, number = who.partition(" ")
    fields = {"user": "project__owner", "group": "project__owner__groups"}
    of_them = {fields[kind]: int(number)} if kind in fields else {}
    files: int | None = Asset.objects.filter(**of_them).aggregate(size=Sum("size"))["size"]
    posters: int | None = ShareLink.objects.filter(**of_them).aggregate(size=Sum("poster_size"))["size"]
    return (files or 0) + (posters or 0)


def _free(folder: Path) -> int:
    """Bytes on the disk that `folder` is on, or will be on."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
