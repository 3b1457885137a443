"""Interventions as actions of the admin: each has a permission of its own, is confirmed, and is logged."""

import logging
from collections.abc import Callable
from typing import Any, cast

import django.db
from asgiref.sync import async_to_sync
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from redis.exceptions import RedisError

from chatstream.wire.errors import Fenced, NotFound, RequestRefused
from operations.interventions import INTERVENTIONS, Intervention
from operations.models import Run

logger = logging.getLogger(__name__)

Action = Callable[[Any, HttpRequest, QuerySet[Run]], HttpResponse | None]
CONFIRMED = "confirmed"


def allowed_interventions(user: Any) -> list[Intervention]:
    return [intervention for intervention in INTERVENTIONS if user.has_perm(intervention.permission)]


def make_action(intervention: Intervention) -> Action:
    def act(admin: Any, request: HttpRequest, queryset: QuerySet[Run]) -> HttpResponse | None:
        if CONFIRMED not in request.POST:
            return _ask(admin, request, queryset, intervention)
        for run in queryset:
            _intervene(request, run, intervention)
        return None

    return act


def _ask(admin: Any, request: HttpRequest, runs: QuerySet[Run], intervention: Intervention) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "title": f"{intervention.button}?",
        "opts": admin.opts,
        "intervention": intervention,
        "runs": runs,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "operations/confirm.html", context)


def _intervene(request: HttpRequest, run: Run, intervention: Intervention) -> None:
    try:
        async_to_sync(intervention.act)(run)
    except (RequestRefused, NotFound) as refusal:
        messages.warning(request, f"{run}: {refusal}")
    except (Fenced, RedisError, OSError, django.db.Error) as problem:
        logger.warning("Operator's %s of run %s failed: %s; it can be repeated.", intervention.name, run.pk, problem)
        messages.error(request, f"{run}: not done, since a store is away or the row is locked. It can be repeated.")
    else:
        LogEntry.objects.log_actions(
            cast(int, request.user.pk), [run], CHANGE, intervention.log_entry, single_object=True
        )
        messages.success(request, f"{run}: done.")
