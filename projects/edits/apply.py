"""How an edit is committed. All of these block and must run off the loop."""

from typing import Any
from uuid import UUID

from django.db import transaction

from chatstream.wire.errors import RequestRefused
from projects import revisions
from projects.actions import get_project
from projects.edits.edit import BaseEdit
from projects.models import Revision
from storyboard import operations

NO_VIDEO = "There is no video yet."


def apply_edit(user: Any, project_id: UUID, edit: BaseEdit) -> tuple[Revision, bool]:
    """The revision after the change, and whether the change made it: one that changes nothing makes none.

    Harmless to repeat. Raises NotFound, and RequestRefused: `conflict` if somebody else has changed the video since `base`,
    `invalid` for what cannot be done.
    """
    project = get_project(user, project_id)
    with transaction.atomic():
        base = revisions.lock_base(project.pk, edit.base)
        before = revisions.document_of(base)
        if base is None or before is None:
            raise RequestRefused("conflict", NO_VIDEO)
        try:
            after = edit.apply(before)
        except operations.OperationRefused as refused:
            raise RequestRefused("invalid", str(refused)) from None
        made = revisions.commit_after(base, project.pk, after, cause="edit", author=user)
    return made or base, made is not None


def choose_scene(user: Any, project_id: UUID, scene_id: str | None) -> None:
    """Set the scene that "it" means from now on; None: none. A scene that was deleted counts as none.

    Raises NotFound.
    """
    project = get_project(user, project_id)
    project.chosen_scene = scene_id or ""
    project.save(update_fields=["chosen_scene"])
