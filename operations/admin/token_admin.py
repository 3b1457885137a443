"""Access tokens in the admin: who has which, when it was last used, and an end to it."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from operations.admin.actions import CONFIRMED
from projects.access.tokens import revoke
from projects.admin import ReadOnly
from projects.models import AccessToken

Rows = QuerySet[AccessToken]
PERMISSION = "projects.revoke_accesstoken"
REVOKED = "Revoked it."


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
class AccessTokenAdmin(ReadOnly):
    list_display = ["name", "user", "may_write", "project", "state", "last_used", "created", "expires"]
    list_filter = [StateFilter, "may_write", ("project", admin.EmptyFieldListFilter), "last_used", "created"]
    search_fields = ["name", "user__username", "=project__id"]
    list_select_related = ["user", "project"]
    exclude = ["digest", "password_stamp"]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Revoking, for who has the permission."""
        if not request.user.has_perm(PERMISSION):
            return {}
        return {"revoke_tokens": (_revoke_tokens, "revoke_tokens", "Revoke")}

    def state(self, token: AccessToken) -> str:
        if token.revoked:
            return f"revoked {token.revoked:%Y-%m-%d %H:%M}"
        return "expired" if token.has_expired else "live"


def _revoke_tokens(model_admin: Any, request: HttpRequest, tokens: Rows) -> HttpResponse | None:
    """Asks first."""
    if CONFIRMED not in request.POST:
        context = {
            **model_admin.admin_site.each_context(request),
            "title": "Revoke?",
            "opts": model_admin.opts,
            "tokens": tokens,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "operations/confirm_revocation.html", context)
    chosen = list(tokens)
    for token in chosen:
        revoke(token)
    LogEntry.objects.log_actions(cast(int, request.user.pk), chosen, CHANGE, REVOKED)
    model_admin.message_user(request, f"Revoked: {', '.join(str(token) for token in chosen)}.")
    return None
