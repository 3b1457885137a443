"""The requirements of a start. Each that is missing becomes a sentence that tells the operator what to do."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from chatstream.log.connection import connect_blocking
from chatstream.log.redis_address import NODE, parse_cluster
from orchestrator.rendering import renderers

logger = logging.getLogger(__name__)


def require_valkey() -> None:
    """Raises CommandError if Valkey/Redis does not answer within 2 s, or is a node of a cluster that is named as a whole server."""
    url = settings.CHATSTREAM["REDIS_URL"]
    try:
        with closing(connect_blocking(url, socket_connect_timeout=2, socket_timeout=2)) as client:
            client.ping()
            info: Any = {} if parse_cluster(url) else client.info("server")
    except redis.RedisError:
        where = "the embedded Valkey" if settings.EMBEDDED_VALKEY else "Valkey/Redis at REDIS_URL"
        cure = "start it with `manage.py up`" if settings.EMBEDDED_VALKEY else "start it, or correct REDIS_URL"
        raise CommandError(f"{where[0].upper()}{where[1:]} does not answer: {cure}.") from None
    if "cluster" in (info.get("redis_mode"), info.get("server_mode")):
        raise CommandError(f"Valkey/Redis at REDIS_URL cannot be used: {NODE}.")


def require_database() -> None:
    """Raises CommandError if the database cannot be used, or lacks a migration."""
    with database_problems():
        check_database()
        if missing := missing_migrations():
            raise CommandError(f"The database lacks {missing} migrations: run `manage.py migrate`.")


@contextmanager
def database_problems() -> Iterator[None]:
    """Turn errors of the database within this context into CommandError, with a sentence that says what to do."""
    try:
        yield
    except Error as problem:
        raise CommandError(_explain(problem)) from None


def check_database() -> None:
    """Raises CommandError for an encoding that cannot hold what people write, django.db.Error if nothing can be written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()")
            (encoding,) = cursor.fetchone()
            if encoding != "UTF8":
                raise CommandError(
                    f"The database's encoding is {encoding}: make one with UTF8 (`createdb --encoding UTF8 --template "
                    "template0 NAME`), move the data, and correct DATABASE_URL."
                )
        if "django_migrations" in connection.introspection.table_names(cursor):
            cursor.execute("UPDATE django_migrations SET name = name")  # a write, so that a full disk is found now
    unknown = newer_migrations()
    if unknown:
        logger.warning("The database is newer than this code, by migration %s: update the code.", ", ".join(unknown))


def newer_migrations() -> list[str]:
    """Migrations that the database has and this code does not know."""
    loader = MigrationExecutor(connection).loader
    return [
        f"{app}.{name}"
        for app, name in sorted(loader.applied_migrations)
        if (app, name) not in loader.disk_migrations
        and (app, name) not in loader.graph.nodes
        and app in loader.migrated_apps
    ]


def _explain(problem: Error) -> str:
    """What the operator should do, by the message of the database."""
    message = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
    where = settings.DATABASES["default"]["NAME"] if connection.vendor == "sqlite" else "DATABASE_URL"
    for words, sentence in _REMEDIES.items():
        if any(word in str(problem).lower() for word in words.split("|")):
            return sentence.format(where=where)
    return f"The database cannot be used ({message.rstrip('.')}): start it, or correct DATABASE_URL."


_REMEDIES = {
    "malformed|not a database|disk i/o error|invalid page": "The database {where} is damaged: restore it from a backup.",
    "is full|no space left": "The disk of the database is full: make room, then start again.",
    "readonly|read-only|permission denied|unable to open": (
        "The database {where} cannot be written: give this user the right to, or correct DATABASE_URL."
    ),
    "password|authentication": "The database refuses the user or the password of DATABASE_URL: correct it.",
    "does not exist": "The database of DATABASE_URL does not exist: create it, or correct DATABASE_URL.",
}


def missing_migrations() -> int:
    """Raises django.db.DatabaseError if the database can't be reached."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_server_export() -> None:
    """Raises CommandError for an invalid setting of the export. A missing program is no reason not to start."""
    known = [*renderers.RENDERERS, renderers.OFF]
    if settings.RENDER_LANE not in known:
        raise CommandError(f"RENDER_LANE is {settings.RENDER_LANE!r}: set it to one of {', '.join(known)}.")
    if settings.RENDER_CHROMIUM and not renderers.find_chromium():
        raise CommandError(
            f"RENDER_CHROMIUM is {settings.RENDER_CHROMIUM!r}, and no such program can be run: correct it, or leave it empty."
        )
