"""What must be there before a process starts, each said in one sentence that tells what to do."""

import redis
from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from chatstream.connection import connect_blocking
from orchestrator.build import renderers


def require_valkey() -> None:
    """Raises CommandError if Valkey/Redis does not answer within 2 s."""
    client = connect_blocking(settings.CHATSTREAM_REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
    try:
        client.ping()
    except redis.RedisError:
        where = "the embedded Valkey" if settings.EMBEDDED_VALKEY else "Valkey/Redis at REDIS_URL"
        cure = "start it with `manage.py up`" if settings.EMBEDDED_VALKEY else "start it, or correct REDIS_URL"
        raise CommandError(f"{where[0].upper()}{where[1:]} does not answer: {cure}.") from None
    finally:
        client.close()


def require_database() -> None:
    """Raises CommandError if the database can't be reached or lacks a migration."""
    try:
        missing = missing_migrations()
    except DatabaseError:
        raise CommandError("The database cannot be reached: start it, or correct DATABASE_URL.") from None
    if missing:
        raise CommandError(f"The database lacks {missing} migrations: run `manage.py migrate`.")


def missing_migrations() -> int:
    """Raises django.db.DatabaseError if the database can't be reached."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_lane() -> None:
    """Raises CommandError for a setting of the export that cannot be meant. A missing part is no reason not to start."""
    known = [*renderers.RENDERERS, renderers.OFF]
    if settings.RENDER_LANE not in known:
        raise CommandError(f"RENDER_LANE is {settings.RENDER_LANE!r}: set it to one of {', '.join(known)}.")
    if settings.RENDER_CHROMIUM and not renderers.chromium():
        raise CommandError(
            f"RENDER_CHROMIUM is {settings.RENDER_CHROMIUM!r}, and no such program can be run: correct it, or leave it empty."
        )
