"""The database: SQLite beside the other data, or PostgreSQL."""

from pathlib import Path
from typing import Any

import environ

_ANSWER_SECONDS = 5.0  # for the server to say that a statement took too long


def database(url: str, env: environ.Env, var_dir: Path) -> dict[str, Any]:
    """Django's settings of the database at `url`."""
    found: dict[str, Any] = environ.Env.db_url_config(url)
    found["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_SECONDS", default=60)
    found["CONN_HEALTH_CHECKS"] = True  # else the first request after a restart of the database would fail
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",  # a read that becomes a write would otherwise fail at once under load
            "timeout": 20,  # seconds
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        found["TEST"] = {"NAME": str(var_dir / "test.sqlite3")}  # threads cannot share one in memory
    elif found["ENGINE"] == "django.db.backends.postgresql":
        statement_seconds = env.int("DATABASE_STATEMENT_SECONDS", default=60)
        found["ENGINE"] = "config.postgresql"
        found["OPTIONS"] = {
            # A thread that waits for the database is one that nobody else has: a lock, a dead line and a server that does
            # not answer are given up, and what was wanted is tried again.
            "options": f"-c lock_timeout=2s -c statement_timeout={statement_seconds}s "
            "-c idle_in_transaction_session_timeout=60s",
            "connect_timeout": 5,  # seconds
            "keepalives_idle": 3,  # seconds, as is the interval
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 6_000,  # ms
            "answer_seconds": statement_seconds + _ANSWER_SECONDS if statement_seconds else None,
            **found.get("OPTIONS", {}),
        }
    return found
