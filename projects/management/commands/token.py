from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from projects.access.tokens import make_token


class Command(BaseCommand):
    help = (
        "Print a bearer token with which a program acts as USERNAME (`Authorization: Bearer …`), over HTTP, SSE and "
        "WebSocket. It is stored nowhere and ends when the password changes or the user is deactivated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user called {options['username']!r}.")
        self.stdout.write(make_token(user))
