"""A database that cannot be used is said at the start, in one sentence with what to do."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from instance.ports import find_free_port
from instance.readiness import database_problems, require_database
from tests.commands.test_up import refused_start


def start_up(folder: Path, **environment: str) -> str:
    return refused_start("up", "--port", str(find_free_port()), "--var", str(folder), **environment)


@pytest.mark.parametrize("command", ["up", "worker"])
def test_a_damaged_file(valkey_server: str, tmp_path: Path, command: str) -> None:
    (tmp_path / "db.sqlite3").write_bytes(b"no database at all, but long enough to be one" * 100)
    where = {"VAR_DIR": str(tmp_path), "REDIS_URL": valkey_server}
    output = start_up(tmp_path, **where) if command == "up" else refused_start("worker", **where)
    assert "is damaged: restore it from a backup" in output
    assert "Traceback" not in output


def test_a_folder_that_is_not_there(valkey_server: str, tmp_path: Path) -> None:
    output = start_up(tmp_path, REDIS_URL=valkey_server, DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/db.sqlite3")
    assert "cannot be written" in output
    assert "Traceback" not in output


def test_a_folder_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    output = refused_start("worker", VAR_DIR=str(tmp_path / "file" / "var"))
    assert "set VAR_DIR to another one" in output


def test_a_postgres_that_is_not_there(valkey_server: str, tmp_path: Path) -> None:
    url = f"postgres://chat@127.0.0.1:{find_free_port()}/chat"
    output = start_up(tmp_path, REDIS_URL=valkey_server, DATABASE_URL=url)
    assert "start it, or correct DATABASE_URL" in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("output", "cure"),
    [
        ("database or disk is full", "make room"),
        ('could not extend file "base/1": No space left on device', "make room"),
        ("attempt to write a readonly database", "give this user the right"),
        ("cannot execute UPDATE in a read-only transaction", "give this user the right"),
        ("permission denied for table django_migrations", "give this user the right"),
        ('FATAL:  password authentication failed for user "chat"', "refuses the user or the password"),
        ('FATAL:  database "chat" does not exist', "create it"),
    ],
)
def test_what_a_database_says_leads_to_what_to_do(output: str, cure: str) -> None:
    with pytest.raises(CommandError, match=cure), database_problems():
        raise OperationalError(output)


@pytest.mark.django_db
def test_a_database_that_is_newer_than_the_code_is_said_and_used(caplog: pytest.LogCaptureFixture) -> None:
    """As after a new version was rolled back; migrations of other programs in the same database are none of ours."""
    for app, name in (("projects", "0999_of_tomorrow"), ("billing", "0001_initial")):
        MigrationRecorder(connection).record_applied(app, name)
    require_database()
    assert caplog.messages == [
        "The database is newer than this code, by migration projects.0999_of_tomorrow: update the code."
    ]


@pytest.mark.django_db
def test_a_database_of_this_version_is_not_spoken_of(caplog: pytest.LogCaptureFixture) -> None:
    require_database()
    assert not caplog.messages
