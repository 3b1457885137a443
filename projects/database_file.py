"""What a database file still holds of deleted rows."""

from django.db import connection


def compact() -> bool:
    """Write the SQLite file anew without what was deleted, and empty its write-ahead log. Blocks; other writers wait.

    False if the database is another one, or if somebody reads it for so long that the log cannot be emptied now.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _, _ = cursor.fetchone()
        return not is_busy
