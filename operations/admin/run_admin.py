"""Runs in the admin: a list that answers "what failed?", and a page that answers "why?"."""

from copy import copy
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from chatstream.rows.ledger.approvals import UNDECIDED
from operations.admin.actions import WithInterventions
from operations.admin.filters import (
    CodeFilter,
    CostFilter,
    DateFilter,
    FirstWordFilter,
    ModelFilter,
    StateFilter,
    ToolErrorFilter,
    ToolFilter,
    UserFilter,
)
from operations.admin.paginator import BoundedPaginator
from operations.admin.run_list import RunList
from operations.interventions import OF_RUNS
from operations.model_input import read_model_input
from operations.models import Run
from operations.reveals import log_reveal
from operations.run_rows import models_of
from operations.templatetags.operations import cost_of, duration, tokens_of
from operations.waterfall import spans_of
from projects.admin import ReadOnly


@admin.register(Run)
class RunAdmin(WithInterventions, RunList, ReadOnly):
    interventions = OF_RUNS
    list_display = ["when", "user", "film", "state", "answered_by", "first_word", "took", "attempt", "tokens", "cost"]
    list_filter = [
        StateFilter,
        CodeFilter,
        ("created", DateFilter),
        UserFilter,
        ModelFilter,
        ToolFilter,
        ToolErrorFilter,
        FirstWordFilter,
        CostFilter,
    ]
    show_facets = admin.ShowFacets.ALWAYS
    ordering = ["-created"]
    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50

    class Media:
        css: ClassVar = {"all": ["operations/admin.css"]}

    @admin.display(ordering="created", description="when (UTC)")
    def when(self, run: Run) -> str:
        return f"{run.created:%Y-%m-%d %H:%M:%S}"

    def user(self, run: Run) -> str:
        return run.project.owner.get_username()

    def film(self, run: Run) -> str:
        return run.project.title

    def state(self, run: Run) -> str:
        return f"{run.status}: {run.error['code']}" if run.error else run.status

    def answered_by(self, run: Run) -> str:
        return _models(run)

    @admin.display(ordering="first_token_ms")
    def first_word(self, run: Run) -> str:
        return duration(run.first_token_ms)

    @admin.display(ordering="elapsed_ms")
    def took(self, run: Run) -> str:
        return duration(run.elapsed_ms)

    def tokens(self, run: Run) -> str:
        return tokens_of(run.usage)

    def cost(self, run: Run) -> str:
        return cost_of(run.usage)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of a run. A POST shows what was written in it, to who may read that, and is logged."""
        run = cast("Run | None", self.get_object(request, object_id))
        if run is None or not self.has_view_permission(request, run):
            return super().change_view(request, object_id, form_url, extra_context)  # Django's own answers to both
        may_read = request.user.has_perm("operations.view_content")
        if request.method == "POST":
            if not may_read:
                raise PermissionDenied
            log_reveal(request.user.pk, run)
        newer, older = self._neighbours(request, run)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{run.project.owner.get_username()} · {run.created:%H:%M:%S} · {_models(run)} · {self.state(run)}",
            "opts": self.opts,
            "run": run,
            "models": _models(run),
            "tokens": self.tokens(run),
            "cost": self.cost(run),
            "spans": spans_of(run),
            "steps": run.steps.all(),
            "cut_calls": run.cut_calls.values(),
            "calls": run.tool_calls.all(),
            "undecided": [] if run.ended else run.tool_calls.filter(UNDECIDED),
            "interventions": [each for each in self.allowed(request) if each.of_ended == run.ended],
            "may_read": may_read,
            "reads": request.method == "POST",
            "sent": read_model_input(run) if request.method == "POST" else [],
            "scripts": ["run-log.js", "run-readers.js", "run-replay.js"],
            "newer": newer,
            "older": older,
            "filters": request.GET.get("_changelist_filters", ""),
            "preserved_filters": self.get_preserved_filters(request),
        }
        return TemplateResponse(request, "operations/run.html", context)

    def _neighbours(self, request: HttpRequest, run: Run) -> tuple[Run | None, Run | None]:
        """The next newer and the next older one of the list that the operator came from."""
        listing = copy(request)
        listing.GET = QueryDict(request.GET.get("_changelist_filters", ""))
        rows = self.get_changelist_instance(listing).get_queryset(listing).order_by()
        at, same = run.created, Q(created=run.created)
        newer = rows.filter(Q(created__gt=at) | same & Q(pk__gt=run.pk)).order_by("created", "pk").first()
        return newer, rows.filter(Q(created__lt=at) | same & Q(pk__lt=run.pk)).order_by("-created", "-pk").first()


def _models(run: Run) -> str:
    return ", ".join(models_of(run)) or ("no model yet" if not run.ended else "no model")
