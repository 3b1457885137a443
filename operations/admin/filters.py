"""How a list of runs is narrowed down."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from operations.runs import RunState, in_state
from orchestrator.tools import TOOLS
from projects.model_choice import choices
from projects.models import Message, Step, ToolCall

Rows = QuerySet[Message]
SLOW_MS = 5_000


class StateFilter(SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, state.value.capitalize()) for state in RunState]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        state = self.value()
        return queryset.filter(in_state(RunState(state))) if state in list(RunState) else queryset


class ModelFilter(SimpleListFilter):
    """Which model answered: those that the site offers now."""

    title = "model"
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in choices()]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        if not self.value():
            return queryset
        return queryset.filter(Exists(Step.objects.filter(message=OuterRef("pk"), model=self.value())))


class ToolFilter(SimpleListFilter):
    title = "tool"
    parameter_name = "tool"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("error", "any, with an error"), *((name, name) for name in sorted(TOOLS))]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        calls = ToolCall.objects.filter(message=OuterRef("pk"))
        if not self.value():
            return queryset
        wanted = calls.filter(status="error") if self.value() == "error" else calls.filter(name=self.value())
        return queryset.filter(Exists(wanted))


class FirstWordFilter(SimpleListFilter):
    title = "first word"
    parameter_name = "first_word"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("slow", f"after more than {SLOW_MS // 1000} s")]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        return queryset.filter(first_token_ms__gt=SLOW_MS) if self.value() == "slow" else queryset
