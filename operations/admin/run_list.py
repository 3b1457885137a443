"""What the list of runs has beside its rows: a search that stays fast, the failures in groups, the list as a file."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from chatstream.wire.parsing import parse_uuid
from operations.failures import read_failures
from operations.models import Run
from operations.run_export import export_csv, export_ndjson
from projects.models import Project

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Run]
else:
    ModelAdmin = admin.ModelAdmin

EXPORTS = {"ndjson": (export_ndjson, "application/x-ndjson"), "csv": (export_csv, "text/csv; charset=utf-8")}
WITHIN = {
    "1h": ("Last hour", timedelta(hours=1)),
    "24h": ("Last day", timedelta(days=1)),
    "7d": ("Last week", timedelta(days=7)),
    "30d": ("Last 30 days", timedelta(days=30)),
}
EXPORTED = "Exported them with what was written in them."


class RunList(ModelAdmin):
    change_list_template = "operations/run_list.html"
    search_fields = ["id"]  # that there is a search at all; what it finds is below
    search_help_text = (
        "An id of a run, a request, a project or a person's message; or the name of a user or of a project"
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Run], search_term: str
    ) -> tuple[QuerySet[Run], bool]:
        """An id is looked up; words are looked for among the projects, of which there are fewer than runs."""
        if not (term := search_term.strip()):
            return queryset, False
        if (wanted := parse_uuid(term)) is not None:
            return queryset.filter(Q(pk=wanted) | Q(project=wanted) | Q(request_id=wanted) | Q(answers=wanted)), False
        named = Project.objects.filter(Q(owner__username__icontains=term) | Q(title__icontains=term))
        return queryset.filter(project__in=named.values("pk")), False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("errors/", view(self.errors_view), name="operations_run_errors"),
            path("export.<str:form>", view(self.export_view), name="operations_run_export"),
            *super().get_urls(),
        ]

    def errors_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("within", "")
        within = asked if asked in WITHIN else "7d"
        context = {
            **self.admin_site.each_context(request),
            "title": "What goes wrong",
            "opts": self.opts,
            "failures": read_failures(WITHIN[within][1]),
            "within": within,
            "choices": [(choice, title) for choice, (title, _) in WITHIN.items()],
        }
        return TemplateResponse(request, "operations/errors.html", context)

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The list as it is filtered. A POST has what was written too, for who may read that, and is logged."""
        if form not in EXPORTS:
            raise Http404
        with_text = request.method == "POST"
        if not self.has_view_permission(request) or (
            with_text and not request.user.has_perm("operations.view_content")
        ):
            raise PermissionDenied
        try:
            runs = cast("QuerySet[Run]", self.get_changelist_instance(request).get_queryset(request))
        except IncorrectLookupParameters:
            return HttpResponseBadRequest("This filter cannot be read.")
        if with_text:
            self._log_export(request)
        export, content_type = EXPORTS[form]
        response = StreamingHttpResponse(export(runs, with_text), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="runs.{form}"'
        return response

    def _log_export(self, request: HttpRequest) -> None:
        LogEntry.objects.create(
            user_id=cast(int, request.user.pk),
            content_type=ContentType.objects.get_for_model(Run, for_concrete_model=False),
            object_repr=f"runs: {request.GET.urlencode() or 'all'}"[:200],
            action_flag=CHANGE,
            change_message=EXPORTED,
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        user: Any = request.user
        context = {
            "title": "Runs",
            "query": request.GET.urlencode(),
            "may_read": user.has_perm("operations.view_content"),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)
