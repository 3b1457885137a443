"""The providers that sign people in here, as their buttons name them, and what is left of those that do no more."""

from typing import Any

from django.conf import settings
from django.db import connection

DELETIONS = (
    """DELETE FROM socialaccount_socialtoken WHERE account_id IN
        (SELECT id FROM socialaccount_socialaccount WHERE user_id = %s)""",
    "DELETE FROM socialaccount_socialaccount WHERE user_id = %s",
)


def named_providers() -> list[tuple[str, str]]:
    """`[(id, name)]`, in the order of the settings."""
    found = [("oidc", settings.OIDC_NAME)] if settings.OIDC_ISSUER else []
    if settings.SIGN_IN_PROVIDERS:
        from allauth.socialaccount.providers import registry  # here: without providers it is not installed

        found += [(name, str(registry.get_class(name).name)) for name in settings.SIGN_IN_PROVIDERS]
    return found


def delete_connections(instance: Any, **_: Any) -> None:
    """Of a user who is deleted, while no provider is set: without allauth's app Django does not know of these rows."""
    with connection.cursor() as cursor:
        if "socialaccount_socialaccount" in connection.introspection.table_names(cursor):
            for deletion in DELETIONS:
                cursor.execute(deletion, [instance.pk])
