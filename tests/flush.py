"""After a test that commits, the tables are emptied, but for those that migrations have filled.

Django's own `flush` empties these too and makes every content type and permission anew: ten times the work.
"""

from django.core.management.color import no_style
from django.db import connections
from django.test import TransactionTestCase

FILLED_BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}


def install() -> None:
    TransactionTestCase._fixture_teardown = _flush


def _flush(case: TransactionTestCase) -> None:
    for alias in case._databases_names(include_mirrors=False):
        connection = connections[alias]
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = [name for name in names if name not in FILLED_BY_MIGRATIONS]
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
