"""Who may sign up while sign-up is by invitation."""

from django.conf import settings
from django.db import models


class Invite(models.Model):
    """A link that lets one person sign up, once. Of its token only the hash is stored.

    `email`: the only address that may sign up with it; empty: any. It goes when the account goes that it made.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=150, blank=True, help_text="Whom it is for: a note for operators.")
    email = models.EmailField(blank=True, help_text="The only address that may sign up with it; empty: any.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, editable=False, related_name="+"
    )
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"invite for {self.name or self.email or 'anybody'}"
