from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.invites import DAYS, make_invite
from accounts.models import Invite


class Command(BaseCommand):
    help = "Prints a link with which one person signs up, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="the only address that may sign up with it")
        parser.add_argument("--name", default="", help="whom it is for: a note for operators")
        parser.add_argument("--days", type=int, default=DAYS, help=f"how long it can be used (default: {DAYS})")
        parser.add_argument("--origin", default=_origin(), help=f"of this site (default: {_origin()})")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SIGN_UP == "closed":
            raise CommandError("SIGN_UP is closed, so no link could be used: set it to invite.")
        if options["email"]:
            try:
                validate_email(options["email"])
            except ValidationError:
                raise CommandError(f"{options['email']} is no e-mail address.") from None
        expires = timezone.now() + timedelta(days=options["days"])
        path = make_invite(Invite(email=options["email"], name=options["name"], expires=expires))
        self.stdout.write(f"{options['origin'].rstrip('/')}{path}")


def _origin() -> str:
    """The first origin of this site that is known."""
    origins: list[str] = settings.CSRF_TRUSTED_ORIGINS
    return origins[0] if origins else "http://127.0.0.1:8000"
