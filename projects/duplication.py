"""Another project with the same film: its document as it is now, and the pictures that it shows. The conversation begins anew.

Blocks.
"""

from typing import Any
from uuid import UUID, uuid4

from projects import revisions
from projects.actions import create_project, get_project
from projects.assets import save_image
from projects.models import Asset, Project


def duplicate_project(user: Any, project_id: UUID) -> Project:
    """Raises NotFound, RequestRefused (`quota_exceeded`)."""
    source = get_project(user, project_id)
    copy = create_project(user, f"{source.title[:190]} (copy)", uuid4())
    newest = revisions.current(source.pk)
    if newest is None:
        return copy
    document = newest.document
    for asset in source.assets.filter(kind=Asset.Kind.IMAGE):
        if str(asset.pk) in document:
            document = document.replace(str(asset.pk), str(_copy(asset, copy).pk))
    revisions.commit(copy.pk, revisions.load(document), cause="edit", author=user)
    return copy


def _copy(asset: Asset, project: Project) -> Asset:
    with asset.file.open() as file:
        data = file.read()
    fields = ("kind", "name", "media_type", "size", "width", "height")
    return save_image(Asset(project=project, **{name: getattr(asset, name) for name in fields}), data)
