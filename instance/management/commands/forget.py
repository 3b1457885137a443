import asyncio
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from redis.exceptions import RedisError

from chatstream.log.connection import close_client
from chatstream.rows.database import off_loop
from chatstream.run.queue import get_queue
from instance.readiness import require_database, require_valkey
from orchestrator.append_only_file import RewriteRefused
from orchestrator.erasure import end_answers, erase_account, erasing
from projects.models import Asset, Message, Project
from projects.removal.accounts import request_account_deletion

WAIT_SECONDS = 60.0  # for a worker that erases something

HELP = """\
Delete the account USERNAME and everything its owner made. There is no undo; `manage.py export` first, if they want it.

  1. The account is deactivated: open pages are signed out, running answers end, nobody can sign in as USERNAME.
  2. Their projects are erased: rows, pictures and videos, queue entries, event logs.
  3. The user's row, sessions and the admin site's notes of it are erased.
  4. Files that still hold deleted words are written anew: the append-only file of Valkey (BGREWRITEAOF, awaited) and the
     SQLite file (VACUUM; the instance's other writers wait meanwhile).

Valkey has to run: the embedded one does while `manage.py up` does. If the command is interrupted, a worker does the rest.

What it cannot reach: backups, snapshots (RDB files) and replicas of Valkey, the write-ahead log of PostgreSQL and rows that
its VACUUM has not come to, the logs of your proxy, and whatever the model's provider has kept. A Valkey user needs
`+info +bgrewriteaof`; without the second the command says what is left to do, and fails.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        require_valkey()
        username = options["username"]
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user called {username!r}.")
        projects = Project.objects.filter(owner=user)
        messages, files = [rows.objects.filter(project__in=projects).count() for rows in (Message, Asset)]
        what = f"{projects.count()} projects, {messages} messages, {files} files"
        if not options["yes"]:
            self._ask(username, what)
        self.stdout.write(asyncio.run(_forget(user)))
        self.stdout.write(f"{username} is deleted: {what}.")

    def _ask(self, username: str, what: str) -> None:
        try:
            typed = input(f"This deletes {username} with {what}, for good. Type the name to go on: ")
        except EOFError:
            raise CommandError("Nobody is there to be asked: say --yes.") from None
        if typed.strip() != username:
            raise CommandError("Nothing was deleted.")


async def _forget(user: Any) -> str:
    """Returns what was done about the files that may hold deleted words. Raises CommandError."""
    try:
        async with erasing(WAIT_SECONDS) as is_alone:
            if not is_alone:
                raise CommandError("A worker is erasing something, and takes long: try again in a minute.")
            await off_loop(request_account_deletion)(user)
            await end_answers()
            is_compact = await erase_account(user.pk)
    except RewriteRefused as refused:
        raise CommandError(
            f"The account is deleted, but Valkey's append-only file may still hold words. {refused}"
        ) from None
    except (RedisError, OSError) as error:
        raise CommandError(
            f"Valkey cannot be reached any more ({error}): run this again, or leave it to a worker."
        ) from None
    finally:
        await get_queue().close()
        await close_client()
    return f"Valkey holds nothing of them, and its append-only file is rewritten. {_database_words(is_compact)}"


def _database_words(is_compact: bool) -> str:
    if is_compact:
        return "The SQLite file is rewritten."
    if connection.vendor == "sqlite":
        return (
            "The SQLite file could not be rewritten, as it is in use or the disk is full: it may hold deleted words until "
            "`VACUUM` and `PRAGMA wal_checkpoint(TRUNCATE)` are run."
        )
    return f"What {connection.display_name} keeps of deleted rows goes with its next VACUUM, and with its logs."
