from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.access.tokens import make_token
from projects.models import projects_for
from projects.scope import Scope


class Command(BaseCommand):
    help = (
        "Print a new bearer token with which a program acts as USERNAME (`Authorization: Bearer …`), over HTTP, SSE and "
        "WebSocket. It is stored as a hash, and ends when it is revoked or expires, when the password changes or the user is "
        "deactivated. Its owner sees it on the page of the account, operators in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--name", default="manage.py token", help="what it is called in lists")
        parser.add_argument("--read", action="store_true", help="it may read, and change nothing")
        parser.add_argument("--project", metavar="ID", type=UUID, help="the only project that it opens")
        parser.add_argument("--days", metavar="N", type=int, help="it expires after so many days")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user called {options['username']!r}.")
        project_id, days = options["project"], options["days"]
        if project_id is not None and not projects_for(user).filter(pk=project_id).exists():
            raise CommandError(f"{user} has no project {project_id}.")
        if days is not None and days < 1:
            raise CommandError("A token lives for a day at least.")
        expires = None if days is None else timezone.now() + timedelta(days=days)
        scope = Scope(may_write=not options["read"], project_id=project_id)
        self.stdout.write(make_token(user, options["name"][:100], scope, expires))
