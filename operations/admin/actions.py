"""Interventions as actions of the admin: each has a permission of its own, is confirmed, and is logged twice.

Once in the admin's history, and once in the log: what is known of a forgotten user leaves the history with them.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

import django.db
from asgiref.sync import async_to_sync
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from redis.exceptions import RedisError

from chatstream.wire.errors import Fenced, NotFound, RequestRefused
from operations.interventions import Intervention

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
else:
    ModelAdmin = admin.ModelAdmin

logger = logging.getLogger(__name__)

Action = Callable[[Any, HttpRequest, QuerySet[Model]], HttpResponse | None]
CONFIRMED = "confirmed"


class WithInterventions(ModelAdmin):
    """An admin in which rows are intervened in, many at once from the list and one from its page."""

    interventions: ClassVar[tuple[Intervention, ...]]

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """`action_location`: from Django 6.1 on, the list or the page of one row, which has buttons for them."""
        where = [] if action_location is None else [action_location]
        shown = [] if getattr(action_location, "name", "") == "CHANGE_FORM" else self.allowed(request)
        ours = {each.action: (_make_action(each), each.action, each.button) for each in shown}
        return {**super().get_actions(request, *where), **ours}

    def allowed(self, request: HttpRequest) -> list[Intervention]:
        """Those for which the operator has the permission."""
        user: Any = request.user
        return [each for each in self.interventions if user.has_perm(each.permission)]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"interventions": self.allowed(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)


def _make_action(intervention: Intervention) -> Action:
    def act(admin: Any, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse | None:
        if CONFIRMED not in request.POST:
            return _ask(admin, request, queryset, intervention)
        for row in queryset:
            _intervene(request, row, intervention)
        return None

    return act


def _ask(admin: Any, request: HttpRequest, rows: QuerySet[Model], intervention: Intervention) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "title": f"{intervention.button}?",
        "opts": admin.opts,
        "intervention": intervention,
        "rows": rows,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "operations/confirm.html", context)


def _intervene(request: HttpRequest, row: Model, intervention: Intervention) -> None:
    try:
        async_to_sync(intervention.act)(row)
    except (RequestRefused, NotFound) as refusal:
        messages.warning(request, f"{row}: {refusal}")
    except (Fenced, RedisError, OSError, django.db.Error) as problem:
        logger.warning(
            "Operator's %s of %s %s failed: %s; it can be repeated.",
            intervention.name,
            intervention.of,
            row.pk,
            problem,
        )
        messages.error(request, f"{row}: not done, since a store is away or the row is locked. It can be repeated.")
    else:
        operator = cast(int, request.user.pk)
        LogEntry.objects.log_actions(operator, [row], CHANGE, intervention.log_entry, single_object=True)
        logger.warning("Operator %s, %s %s: %s", operator, intervention.of, row.pk, intervention.log_entry)
        messages.success(request, f"{row}: done.")
