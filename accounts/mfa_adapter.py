"""What this product decides where allauth asks about second factors."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """In any language: what the form of a new passkey proposes."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
