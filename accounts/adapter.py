"""What this product decides where allauth asks: who may sign up, how often a password is tried, whom a mail reaches."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import invites
from projects.access.sign_in_attempts import client_address, count_try, refund

logger = logging.getLogger(__name__)

MISMATCH = _("This name and this password do not fit together. Both tell capital letters from small ones.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": _("That was a lot of tries. Try again in five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invites.may_sign_up(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The account and the use of its invite are one transaction: two browsers with one link make one account."""
        try:
            with transaction.atomic():
                saved = super().save_user(request, user, form, commit)
                if settings.SIGN_UP == "invite":
                    invites.use(request, saved)
        except invites.InviteRefused:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=410)) from None
        return saved

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: `authenticate` counts."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The user whose password this is, or None. Raises ValidationError after too many tries."""
        entry = count_try(request, credentials.get("username") or credentials["email"])
        user = super().authenticate(request, **credentials)
        if user is not None:
            refund(entry)
        return user

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.FirstConfirmation"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # that of smtplib too
            logger.exception("A mail could not be sent: check EMAIL_URL.")
            raise ImmediateHttpResponse(render(self.request, "accounts/mail_failed.html", status=503)) from None
