"""Whoever signs out, everywhere, at once: their open sockets are told to come back and be checked again."""

from typing import Any

from asgiref.sync import async_to_sync
from django.contrib.auth.signals import user_logged_out

from chatstream.hints import check_again


def connect() -> None:
    user_logged_out.connect(_tell_sockets, dispatch_uid="projects.sign_out")


def _tell_sockets(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        request.session.flush()  # Django does so after this signal; a socket that comes back at once must not get in
        async_to_sync(check_again)(user.pk)
