"""The tokens with which programs act for a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from projects.models.project import Project
from projects.scope import Scope


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def live(self) -> "AccessTokenQuerySet":
        """Those whose `is_live`."""
        return self.filter(Q(expires=None) | Q(expires__gt=timezone.now()), revoked=None)


class AccessToken(models.Model):
    """One token. It was shown once; what is stored is its SHA-256 in hex, `digest`: 256 random bits need no slow hash.

    `password_stamp`: what `get_session_auth_hash` said when it was made; another password ends it. `project`: the only one that
    it opens; None: all. `last_used`: to the minute. A revoked row stays: the signed tokens of earlier versions are worth
    nothing once their row is revoked.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    password_stamp = models.CharField(max_length=128)
    may_write = models.BooleanField(default=True)
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="access_tokens")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True)
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"token “{self.name}”"

    @property
    def scope(self) -> Scope:
        return Scope(self.may_write, self.project_id)

    @property
    def is_live(self) -> bool:
        """Neither revoked nor expired. Whether the password is still the same, its row does not know."""
        return self.revoked is None and not self.has_expired

    @property
    def has_expired(self) -> bool:
        return self.expires is not None and self.expires <= timezone.now()
