"""Loaded by pytest before the settings are: a folder of its own for each test process, and no way to a real model."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

_folder = tempfile.TemporaryDirectory(prefix="chatstream-tests-", ignore_cleanup_errors=True)

FOLDER = Path(_folder.name)

# The tests see what a stranger sees: a child's output that nobody flushes comes late.
os.environ.pop("PYTHONUNBUFFERED", None)
# Else each of the processes that tests start would compile all that it loads.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Set here, so that a developer's `.env` does not reach the tests.
os.environ.update(
    VAR_DIR=str(FOLDER),
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),  # empty: SQLite; see tests/with_postgres
    # PostgreSQL does not drop a test's database while a thread holds a connection; SQLite reads its schema for each new one.
    DATABASE_CONNECTION_SECONDS="0" if os.environ.get("TEST_DATABASE_URL") else "3600",
    REDIS_URL=os.environ.get("TEST_REDIS_URL", ""),  # empty: the embedded Valkey; see `make test-redis`
    LLM_MODEL="demo",
    **{name: "" for name in os.environ if name.endswith(("_API_KEY", "_BASE_URL"))},
    DEMO_WORD_SECONDS="0",
    LLM_SCENE_LOOK="false",  # tests of it say so: elsewhere no browser is started
    **{
        f"LIMIT_{act}_PER_MINUTE": "0"
        for act in ("CALLS", "PROJECTS", "EDITS", "UPLOADS", "EXPORTS", "PICTURE_SECONDS")
    },
    **{
        f"LIMIT_ALL_{act}_PER_MINUTE": "0"
        for act in ("CALLS", "PROJECTS", "EDITS", "UPLOADS", "EXPORTS", "PICTURE_SECONDS")
    },
    DEBUG="false",
    PRODUCTION="false",
)


def pytest_configure(config: pytest.Config) -> None:
    """pytest's tracebacks parse the source; before 3.11.5 Python may fail at that, and the whole run with it (gh-106905)."""
    if sys.version_info < (3, 11, 5):
        config.option.tbstyle = "native"
