"""A database whose encoding cannot hold what people write is refused before anybody writes anything."""

from collections.abc import Iterator

import pytest
from django.core.management.base import CommandError
from django.db import connection

from instance import readiness


@pytest.fixture
def plain_bytes(transactional_db: None) -> Iterator[None]:
    """The connection leads to a database in SQL_ASCII."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE DATABASE plain_bytes ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
    connection.close()
    connection.settings_dict["NAME"] = "plain_bytes"
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE plain_bytes")


def test_sql_ascii_is_refused(plain_bytes: None) -> None:
    with pytest.raises(CommandError, match="encoding is SQL_ASCII: make one with UTF8"):
        readiness.require_database()
