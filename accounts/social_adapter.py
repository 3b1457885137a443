"""What this product decides where allauth asks about a provider that signs people in. Loaded if there is one."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from accounts import invites


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return _needs_no_invite(sociallogin) or invites.may_sign_up(request)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """As with a password, an invite is used up in the transaction that makes the account."""
        try:
            with transaction.atomic():
                user = super().save_user(request, sociallogin, form)
                if form is None and settings.SIGN_UP == "invite" and not _needs_no_invite(sociallogin):
                    invites.use(request, user)
        except invites.InviteRefused:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=410)) from None
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("account")


def _needs_no_invite(sociallogin: Any) -> bool:
    """OIDC_SIGN_UP is of the operator's own provider, not of those that the whole world uses."""
    return bool(settings.OIDC_SIGN_UP) and sociallogin.account.provider == "oidc"
