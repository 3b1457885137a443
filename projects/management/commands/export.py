import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from projects.archive import archive


class Command(BaseCommand):
    help = (
        "Write all that is kept of USERNAME into a ZIP file: the account, and for each project its conversation (JSON and "
        "Markdown), every revision of its video, pictures and finished videos. The person can fetch the same file on the "
        "page (“Take your data”) or from /api/account/export/. Videos as MP4 are made on the page, not here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--to", metavar="FILE.zip", type=Path, required=True, help="a file that does not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no user called {options['username']!r}.")
        path: Path = options["to"]
        try:
            file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        except FileExistsError:
            raise CommandError(f"{path} exists already: name another file.") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        try:
            with file:
                for piece in archive(user):
                    file.write(piece)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self.stdout.write(f"Wrote {path}, {path.stat().st_size:,} bytes: all that is kept of {user.get_username()}.")
