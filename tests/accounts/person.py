"""A person in front of the pages of accounts: fills in forms, opens links, reads what is there."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import AsyncClient

from chatstream.log.connection import close_client

PASSWORD = "seven green kettles"
ALICE = {"username": "alice", "email": "alice@example.org", "password1": PASSWORD}


_loop = asyncio.new_event_loop()


@contextmanager
def server_loop() -> Iterator[None]:
    """One event loop for all requests of a test, as in a web server: each loop has connections to Valkey of its own."""
    thread = threading.Thread(target=_loop.run_forever)
    thread.start()
    yield
    asyncio.run_coroutine_threadsafe(close_client(), _loop).result()
    _loop.call_soon_threadsafe(_loop.stop)
    thread.join()


class Person:
    """A browser, with the words of a person."""

    def __init__(self) -> None:
        self.client = AsyncClient()

    def get(self, path: str, **options: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(self.client.get(path, **options), _loop).result()

    def post(self, path: str, fields: dict[str, Any], **options: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(self.client.post(path, fields, **options), _loop).result()

    def says(self, path: str, **fields: str) -> str:
        """The page after a form was sent, wherever it leads."""
        return self.post(path, fields, follow=True).content.decode()

    def sees(self, path: str) -> str:
        return self.get(path, follow=True).content.decode()

    def sign_in(self, name: str, password: str = PASSWORD) -> str:
        return self.says("/sign-in/", login=name, password=password)

    @property
    def is_in(self) -> bool:
        return SESSION_KEY in self.client.session and self.get("/account/").status_code == 200


def link_in(mail: EmailMessage) -> str:
    """The path of the one link in a mail."""
    (link,) = re.findall(r"http://[^/\s]+(/\S+)", str(mail.body))
    return str(link)


def a_person(name: str, **fields: Any) -> User:
    """An account that an operator has made."""
    return User.objects.create_user(name, password=PASSWORD, **fields)
