"""How a list of runs is narrowed down. Each choice says how many of the newest runs it leaves."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import DateFieldListFilter, SimpleListFilter
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from operations.models import Run
from operations.runs import RunState, in_state
from projects.model_choice import choices
from projects.models import Message, Step, ToolCall

Rows = QuerySet[Message]
COUNTED = 2_000  # of the newest runs within the other filters: a count of all of them reads all rows
SLOW_MS = 5_000
MANY = 8  # people and codes that are offered: more are found by a search
DOLLARS = ("0.01", "0.1", "1")


def newest_within(spec: Any, changelist: Any) -> Any:
    """The keys of the newest runs that the other filters leave."""
    within = changelist.get_queryset(spec.request, exclude_parameters=spec.expected_parameters())
    return within.order_by("-created").values("pk")[:COUNTED]


class ConditionFilter(SimpleListFilter):
    """Subclasses say what each choice means as a condition on a message."""

    template = "operations/filter.html"

    def condition(self, value: str) -> Q | Exists:
        raise NotImplementedError

    def count(self, newest: Any) -> dict[str, int]:
        """How many of the newest runs each choice leaves; one that leaves none may be missing."""
        conditions = {f"_{place}": Q(self.condition(value)) for place, (value, _) in enumerate(self.lookup_choices)}
        counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
        found = Run.objects.filter(pk__in=newest).aggregate(**counts)
        return {value: found[f"_{place}"] for place, (value, _) in enumerate(self.lookup_choices)}

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All of them, and each that leaves something."""
        counts = self.count(newest_within(self, changelist)) if self.lookup_choices else {}
        without = changelist.get_query_string(remove=[self.parameter_name])
        yield {"selected": self.value() is None, "query_string": without, "display": "All"}
        for value, title in self.lookup_choices:
            count, selected = counts.get(value, 0), self.value() == value
            if count or selected:
                address = changelist.get_query_string({self.parameter_name: value})
                yield {"selected": selected, "query_string": address, "display": title, "count": count}

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        value = self.value()
        return queryset.filter(self.condition(value)) if value else queryset


def count_rows(rows: Any, name: str, newest: Any) -> dict[str, int]:
    """How many of the newest runs have a row with each value of `name`: in one statement, however many values there are."""
    own = rows.filter(message__in=newest).order_by().values_list(name)
    return dict(own.annotate(Count("message", distinct=True)))


class StateFilter(ConditionFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, state.value.capitalize()) for state in RunState]

    def condition(self, value: str) -> Q:
        return in_state(RunState(value)) if value in list(RunState) else Q()


class CodeFilter(ConditionFilter):
    """The code of the error: those of the newest failures."""

    title = "error"
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        newest = Run.objects.filter(in_state(RunState.FAILED)).order_by("-finished").values("pk")[:COUNTED]
        codes = Run.objects.filter(pk__in=newest).order_by().values_list("error__code").annotate(Count("pk"))
        most = sorted(codes, key=lambda row: -row[1])[:MANY]
        return [(code, code) for code, _ in most if code]

    def condition(self, value: str) -> Q:
        return in_state(RunState.FAILED) & Q(error__code=value)


class ModelFilter(ConditionFilter):
    """Which model answered: those that the site offers now."""

    title = "model"
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in choices()]

    def condition(self, value: str) -> Exists:
        return Exists(Step.objects.filter(message=OuterRef("pk"), model=value))

    def count(self, newest: Any) -> dict[str, int]:
        return count_rows(Step.objects, "model", newest)


def _tool_names() -> list[str]:
    from orchestrator.tools import TOOLS  # with the scene agent and all schemas: a web server needs them for this alone

    return sorted(TOOLS)


class ToolFilter(ConditionFilter):
    title = "tool"
    parameter_name = "tool"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in _tool_names()]

    def condition(self, value: str) -> Exists:
        return Exists(ToolCall.objects.filter(message=OuterRef("pk"), name=value))

    def count(self, newest: Any) -> dict[str, int]:
        return count_rows(ToolCall.objects, "name", newest)


class ToolErrorFilter(ConditionFilter):
    title = "tool error"
    parameter_name = "tool_error"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("any", "Any"), *((name, name) for name in _tool_names())]

    def condition(self, value: str) -> Exists:
        failed = ToolCall.objects.filter(message=OuterRef("pk"), status=ToolCall.Status.ERROR)
        return Exists(failed if value == "any" else failed.filter(name=value))

    def count(self, newest: Any) -> dict[str, int]:
        failed = ToolCall.objects.filter(status=ToolCall.Status.ERROR)
        runs = failed.filter(message__in=newest).aggregate(any=Count("message", distinct=True))
        return runs | count_rows(failed, "name", newest)


class UserFilter(ConditionFilter):
    """Who asked most among the newest; anybody else is found by a search."""

    title = "user"
    parameter_name = "user"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        newest = Run.objects.order_by("-created").values("pk")[:COUNTED]
        owners = Run.objects.filter(pk__in=newest).order_by().values_list("project__owner__username")
        most = sorted(owners.annotate(Count("pk")), key=lambda row: -row[1])[:MANY]
        return [(name, name) for name, _ in most]

    def condition(self, value: str) -> Q:
        return Q(project__owner__username=value)


class CostFilter(ConditionFilter):
    title = "cost"
    parameter_name = "cost"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(dollars, f"more than ${dollars}") for dollars in DOLLARS]

    def condition(self, value: str) -> Q:
        return Q(usage__cost__gt=float(value)) if value in DOLLARS else Q()


class FirstWordFilter(ConditionFilter):
    title = "first word"
    parameter_name = "first_word"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("slow", f"after more than {SLOW_MS // 1000} s")]

    def condition(self, value: str) -> Q:
        return Q(first_token_ms__gt=SLOW_MS)


class DateFilter(DateFieldListFilter):
    def get_facet_queryset(self, changelist: Any) -> dict[str, int]:
        newest = newest_within(self, changelist)
        return Run.objects.filter(pk__in=newest).aggregate(**self.get_facet_counts("pk", newest))
