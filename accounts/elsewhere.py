"""The providers that sign people in here, as their buttons name them."""

from django.conf import settings


def named_providers() -> list[tuple[str, str]]:
    """`[(id, name)]`, in the order of the settings."""
    found = [("oidc", settings.OIDC_NAME)] if settings.OIDC_ISSUER else []
    if settings.SIGN_IN_PROVIDERS:
        from allauth.socialaccount.providers import registry  # here: without providers it is not installed

        found += [(name, str(registry.get_class(name).name)) for name in settings.SIGN_IN_PROVIDERS]
    return found
