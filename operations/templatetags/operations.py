"""What the index of the admin shows first."""

from typing import Any

from django import template
from django.db.models import Model

from operations.models import Run
from operations.runs import RunState, ended_within, in_state
from operations.site_status import HOUR

register = template.Library()
SHOWN = 10


@register.filter
def named(row: Model) -> str:
    """A row as an operator knows it: a run by whose it is and when it was asked for, anything else by its name."""
    if isinstance(row, Run):
        return f"{row.project.owner.get_username()} · {row.created:%H:%M:%S} · {row.status} · {row.project.title}"
    return str(row)


@register.filter
def duration(milliseconds: int | None) -> str:
    if milliseconds is None:
        return "—"
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


@register.filter(name="tokens")
def tokens_of(usage: dict[str, Any] | None) -> str:
    """`usage`: see projects.usage. An estimate has a ~."""
    if not usage or "input_tokens" not in usage:
        return "—"
    return f"{_about(usage)}{usage['input_tokens']} → {usage['output_tokens']}"


@register.filter(name="cost")
def cost_of(usage: dict[str, Any] | None) -> str:
    """In US dollars. An estimate has a ~."""
    return f"{_about(usage)}${usage['cost']:.4f}" if usage and "cost" in usage else "—"


def _about(usage: dict[str, Any]) -> str:
    return "~" if usage.get("estimated") else ""


@register.inclusion_tag("operations/run_lists.html", takes_context=True)
def run_lists(context: dict[str, Any]) -> dict[str, Any]:
    """The newest runs of three states, for who may see runs."""
    if not context["request"].user.has_perm("operations.view_run"):
        return {"lists": []}
    failed = Run.objects.filter(in_state(RunState.FAILED), ended_within(HOUR)).order_by("-finished")
    stuck = Run.objects.filter(in_state(RunState.STUCK)).order_by("created")
    live = Run.objects.filter(in_state(RunState.LIVE)).order_by("-created")
    lists = [("Failed, last hour", "failed", failed), ("Stuck", "stuck", stuck), ("Live now", "live", live)]
    return {"lists": [{"title": title, "state": state, "runs": rows[:SHOWN]} for title, state, rows in lists]}
