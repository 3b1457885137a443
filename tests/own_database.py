"""A database of its own for an instance, on the PostgreSQL of the tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """Its URL: of a new database under tests/with_postgres, else "", which is SQLite."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield ""
        return
    place = urlsplit(server)
    with psycopg.connect(place._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
        try:
            yield place._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
