"""What stands between a right password and the session."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class FirstConfirmation(EmailVerificationStage):  # type: ignore[misc] # allauth is untyped
    """Who signed up confirms their address before they come in for the first time.

    Nobody else is asked: an account that an operator made may have no address, and who was in before stays in.
    """

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user and not self.login.signup:
            was_in = user.last_login is not None
            if was_in or not EmailAddress.objects.filter(user=user).exists():
                return None, True
        response: tuple[Any, bool] = super().handle()
        return response
