from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import pre_delete

from accounts.elsewhere import delete_connections


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        if not settings.SIGN_IN_ELSEWHERE:
            pre_delete.connect(delete_connections, sender=get_user_model())
        for name in settings.SIGN_IN_PROVIDERS:
            _require_oauth2(name)


def _require_oauth2(name: str) -> None:
    """Raises ImproperlyConfigured for a provider of django-allauth that has no views of OAuth 2: its protocol is another one."""
    views = import_module(f"allauth.socialaccount.providers.{name}.views")
    if not hasattr(views, "oauth2_login") or not hasattr(views, "oauth2_callback"):
        raise ImproperlyConfigured(f"SIGN_IN_PROVIDERS has {name}, which does not speak OAuth 2.")
