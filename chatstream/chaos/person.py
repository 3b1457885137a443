"""Somebody with a session and streams of their own, for as long as chaos lasts. All of these block."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model

from chatstream.rows.registry import stream_model

NAME = "chatstream-chaos"


@dataclass(frozen=True)
class Person:
    """`cookie`: the header with which a browser is signed in as `user`."""

    user: Any
    cookie: str


@contextmanager
def person() -> Iterator[Person]:
    """A user who is made for this, and deleted with all that is theirs."""
    users = get_user_model()
    _delete_user(users)
    user = users._default_manager.create(**{users.USERNAME_FIELD: NAME})
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    try:
        yield Person(user, f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    finally:
        session.delete()
        _delete_user(users)


def make_stream(user: Any) -> str:
    """The name of a new stream: the id of a row whose field `owner` is the user."""
    return str(stream_model()._default_manager.create(owner=user).pk)


def _delete_user(users: Any) -> None:
    users._default_manager.filter(**{users.USERNAME_FIELD: NAME}).delete()
