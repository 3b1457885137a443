"""Deleting an account, with all that its owner made. Workers, or `manage.py forget`, erase it: `orchestrator.erasure`.

All of these block and must run off the loop.
"""

from typing import Any
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now

from projects.models import AccountDeletion, Project


def request_account_deletion(user: Any) -> None:
    """Sign the user out for good and have the account erased. There is no undo. Harmless to repeat."""
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])  # this closes their sockets
        AccountDeletion.objects.get_or_create(user=user)
        Project.objects.filter(owner=user, deleted_at=None).update(deleted_at=Now())


def accounts_to_erase() -> list[Any]:
    """The primary keys of users whose account is to be erased."""
    return list(AccountDeletion.objects.values_list("user_id", flat=True))


def projects_of(user_id: Any) -> list[UUID]:
    """The ids of all projects of a user, deleted ones too."""
    return list(Project.objects.filter(owner_id=user_id).values_list("pk", flat=True))


def erase_user(user_id: Any) -> None:
    """Delete the user's row, with sessions and with the entries of the admin's log about it. Harmless to repeat."""
    model = get_user_model()
    with transaction.atomic():
        _end_sessions(user_id)
        noted = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id=str(user_id))
        noted.delete()
        model.objects.filter(pk=user_id).delete()


def finish_account_deletion(user_id: Any) -> None:
    """The last step: delete the request itself."""
    AccountDeletion.objects.filter(pk=user_id).delete()


def _end_sessions(user_id: Any) -> None:
    for session in Session.objects.iterator(chunk_size=500):
        if str(session.get_decoded().get(SESSION_KEY)) == str(user_id):
            session.delete()
