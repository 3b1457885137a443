"""Access tokens in the admin: who has which, when it was last used, and an end to it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from operations.admin.actions import WithInterventions
from operations.interventions import OF_TOKENS
from projects.admin import ReadOnly
from projects.models import AccessToken

Rows = QuerySet[AccessToken]


class StateFilter(SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("live", "Live"), ("expired", "Expired"), ("revoked", "Revoked")]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        match self.value():
            case "live":
                return queryset.filter(pk__in=AccessToken.objects.live().values("pk"))
            case "expired":
                return queryset.filter(expires__lte=timezone.now(), revoked=None)
            case "revoked":
                return queryset.exclude(revoked=None)
        return queryset


@admin.register(AccessToken)
class AccessTokenAdmin(WithInterventions, ReadOnly):
    interventions = OF_TOKENS
    change_form_template = "operations/change_form.html"
    list_display = ["name", "user", "may_write", "project", "state", "last_used", "created", "expires"]
    list_filter = [StateFilter, "may_write", ("project", admin.EmptyFieldListFilter), "last_used", "created"]
    search_fields = ["name", "user__username", "=project__id"]
    list_select_related = ["user", "project"]
    exclude = ["digest", "password_stamp"]

    def state(self, token: AccessToken) -> str:
        if token.revoked:
            return f"revoked {token.revoked:%Y-%m-%d %H:%M}"
        return "expired" if token.has_expired else "live"
