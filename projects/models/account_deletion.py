"""A request to delete an account."""

from django.conf import settings
from django.db import models


class AccountDeletion(models.Model):
    """A request to erase an account and all that its owner made. The row outlives the user's: it is deleted last."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True
    )
    requested_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"deletion of user {self.user_id}"
