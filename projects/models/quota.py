"""Limits of a person or a group that are others than those of the settings."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q


class Quota(models.Model):
    """A field that is None says nothing; 0: no limit.

    `of`: what holds for one person, or for each member of a group, is in place of the setting; what holds for a group together is
    counted for all of its members at once, beside what each of them has.
    """

    class Of(models.TextChoices):
        USER = "user", "one person"
        MEMBER = "member", "each member of a group"
        GROUP = "group", "a group together"

    of = models.CharField(max_length=6, choices=Of)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE)
    requests_per_minute = models.PositiveIntegerField(null=True, blank=True)
    live_runs = models.PositiveIntegerField(null=True, blank=True)
    tokens_per_day = models.PositiveBigIntegerField(null=True, blank=True)
    cost_per_day = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)], help_text="US dollars")
    stored_mb = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(of="user", user__isnull=False, group=None)
                | Q(of__in=["member", "group"], user=None, group__isnull=False),
                name="a_quota_is_of_one_person_or_one_group",
                violation_error_message="Name one person, or one group, as “of” says.",
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(of="user"), name="one_quota_of_a_person"),
            models.UniqueConstraint(
                fields=["group", "of"], condition=Q(of__in=["member", "group"]), name="one_quota_of_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"quota of {self.get_of_display()}: {self.user or self.group}"
