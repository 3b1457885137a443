"""Closes the sockets of a user who signs out, changes the password or is deactivated: they reconnect and are authorised again."""

import logging
from typing import Any

from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from redis.exceptions import RedisError

from chatstream.follow.hints import check_again

logger = logging.getLogger(__name__)


def connect() -> None:
    user_logged_out.connect(_on_sign_out, dispatch_uid="chatstream.sign_out")
    post_save.connect(_on_change, sender=get_user_model(), dispatch_uid="chatstream.user_changed")
    post_delete.connect(_on_delete, sender=get_user_model(), dispatch_uid="chatstream.user_deleted")


def _on_sign_out(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        request.session.flush()  # Django does so after this signal; a socket that comes back at once must not get in
        _recheck_sockets(user.pk)


def _on_change(sender: Any, instance: Any, created: bool, update_fields: Any, **_: Any) -> None:
    """A sign-in writes `last_login` alone; any other change may have taken a right away."""
    if not created and set(update_fields or ()) != {"last_login"}:
        transaction.on_commit(lambda: _recheck_sockets(instance.pk))


def _on_delete(sender: Any, instance: Any, **_: Any) -> None:
    user_id = instance.pk  # the row's object forgets it
    transaction.on_commit(lambda: _recheck_sockets(user_id))


def _recheck_sockets(user_id: Any) -> None:
    try:
        async_to_sync(check_again)(user_id)
    except (RedisError, OSError):
        logger.warning("Redis unavailable: sockets of user %s stay open until their next check.", user_id)
