"""Deleted rows leave their bytes in the file of an SQLite database; `compact` removes them."""

from django.db import OperationalError, connection


def compact() -> bool:
    """Rewrite the SQLite file without deleted rows, and empty its write-ahead log. Blocks; other writers wait.

    False if the database is another one, if somebody uses it for too long, or if the disk has no room for another copy.
    """
    if connection.vendor != "sqlite":
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _, _ = cursor.fetchone()
    except OperationalError:  # locked, or the disk is full
        return False
    return not is_busy
