"""What the pages of accounts need: inputs without a placeholder, and what the operator has turned on."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.safestring import SafeString

from accounts.elsewhere import named_providers

register = template.Library()


@register.simple_tag
def bare_widget(field: BoundField) -> SafeString:
    """The input of a field without allauth's placeholder, since the label says the same."""
    return field.as_widget(attrs={"placeholder": False})


@register.simple_tag
def setting(name: str) -> object:
    return getattr(settings, name)


@register.simple_tag
def providers() -> list[tuple[str, str]]:
    return named_providers()


@register.simple_tag
def address_of(user: Any) -> EmailAddress | None:
    """The address of a person as allauth knows it; None if it does not yet."""
    return EmailAddress.objects.get_primary(user)


@register.simple_tag
def second_factors(user: Any) -> dict[str, list[Authenticator]]:
    """What a person has beside the password, by its type."""
    found: dict[str, list[Authenticator]] = {}
    for each in Authenticator.objects.filter(user=user).order_by("pk"):
        found.setdefault(each.type, []).append(each)
    return found
