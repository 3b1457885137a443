"""The public link to a film: made, changed, revoked by its owner, and opened by anybody.

These block; the loop calls them through `off_loop`.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from chatstream.rows.rollback import on_rollback, rollback_hooks
from chatstream.wire.errors import NotFound, RequestRefused
from projects.actions import get_project, lock_project
from projects.limits.storage import check_stored, lock_stored
from projects.models import Asset, Project, Revision, ShareLink
from projects.redraw import Picture
from storyboard.encoding import to_json

TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class SharedFilm:
    """What the public page shows: `document` is the storyboard as JSON."""

    link: ShareLink
    title: str
    document: dict[str, Any]

    @property
    def seconds(self) -> float:
        return sum(float(scene["duration"]) for scene in self.document["scenes"])


def make_token() -> str:
    """For `save_link`: nobody guesses it."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def get_link(user: Any, project_id: UUID) -> ShareLink | None:
    """The project's link, also one that has expired. Raises NotFound."""
    return ShareLink.objects.filter(project=get_project(user, project_id)).first()


def save_link(user: Any, project_id: UUID, token: str, changes: dict[str, Any]) -> ShareLink:
    """Share the film under `token`, or change the link that there is, which keeps its own.

    `changes` may hold `revision` (None: always the newest) and `days` until it expires (None: never). Harmless to repeat.
    Raises NotFound, RequestRefused (`invalid`) while there is no film, or no such revision.
    """
    project = get_project(user, project_id)
    with transaction.atomic():
        lock_project(project.pk)
        _require_revision(project, changes.get("revision"))
        values: dict[str, Any] = {"revision": changes["revision"]} if "revision" in changes else {}
        if "days" in changes:
            values["expires"] = changes["days"] and Now() + timedelta(days=changes["days"])
        new = {"token": token, **values}
        link, _ = ShareLink.objects.update_or_create(project=project, defaults=values, create_defaults=new)
        link.refresh_from_db(fields=["expires"])
    return link


def revoke_link(user: Any, project_id: UUID) -> None:
    """Harmless to repeat. The next link of the project is another one. Raises NotFound."""
    ShareLink.objects.filter(project=get_project(user, project_id)).delete()


def save_poster(user: Any, project_id: UUID, revision_number: int, picture: Picture) -> ShareLink:
    """Raises NotFound if the film is not shared (any more), RequestRefused if there is no room for the file."""
    project = get_project(user, project_id)
    with rollback_hooks(), transaction.atomic():
        link = ShareLink.objects.select_for_update().filter(project=project).first()
        if link is None:
            raise NotFound("This film is not shared.")
        _require_revision(project, revision_number)
        size = len(picture.data)
        lock_stored(project.pk)
        check_stored(project.pk, size - link.poster_size)  # the poster before it goes
        link.poster_type, link.poster_size, link.poster_revision = picture.media_type, size, revision_number
        link.poster_width, link.poster_height = picture.width, picture.height
        link.poster.save("poster", ContentFile(picture.data), save=False)
        on_rollback(lambda: link.poster.delete(save=False))
        link.save()
    return link


def shown_revision(link: ShareLink) -> int:
    """The number of the revision that the link shows now."""
    return link.revision or link.project.revisions.order_by("-number").values_list("number", flat=True)[0]


def has_poster(link: ShareLink) -> bool:
    """Whether there is one to show: a fixed version has one of itself, or none."""
    return bool(link.poster) and link.revision in (None, link.poster_revision)


def open_link(token: str) -> ShareLink:
    """The link of this token. Raises NotFound: unknown, revoked, expired, its project deleted or its owner shut out."""
    links = ShareLink.objects.select_related("project").filter(Q(expires=None) | Q(expires__gt=Now()))
    link = links.filter(token=token, project__deleted_at=None, project__owner__is_active=True).first()
    if link is None:
        raise NotFound("This film is not shared.")
    return link


def open_film(token: str) -> SharedFilm:
    """Raises NotFound."""
    link = open_link(token)
    revision = Revision.objects.filter(project=link.project).filter(number=shown_revision(link)).get()
    return SharedFilm(link, link.project.title, to_json(revision.document))


def open_picture(token: str, asset_id: UUID) -> Asset:
    """A picture that the shared film shows; every other one of the project is not found. Raises NotFound."""
    film = open_film(token)
    shown = {asset["src"] for asset in film.document["assets"].values()}
    asset = Asset.objects.filter(pk=asset_id, project=film.link.project, kind=Asset.Kind.IMAGE).first()
    if asset is None or f"asset:{asset.pk}" not in shown:
        raise NotFound("There is no such picture.")
    return asset


def _require_revision(project: Project, number: int | None) -> None:
    revisions = project.revisions.all()
    if not (revisions.filter(number=number) if number else revisions).exists():
        raise RequestRefused("invalid", "There is no such version of the film." if number else "There is no film yet.")
