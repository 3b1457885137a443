"""What goes wrong, grouped: errors of answers by their code, errors of tools by the tool and by who was to blame."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Max, Min, Value, When

from chatstream.rows import clock
from operations.models import Run
from operations.runs import RunState, ended_within, in_state
from orchestrator.turn.failed_calls import FAILED
from projects.models import ToolCall

# Of an error of a tool: our own fault; arguments that could not be read; what the tool would not do.
_TOOL_CODES = Case(
    When(error=FAILED, then=Value("failed")),
    When(payload__has_key="notice", then=Value("unusable_call")),
    default=Value("refused"),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """`type`: answer or tool. `tool`: its name, "" for an answer. `first`, `last`: when it was seen within the time asked for."""

    type: str
    tool: str
    code: str
    count: int
    first: datetime
    last: datetime

    @property
    def query(self) -> str:
        """The filter of the list of runs that finds them."""
        return f"tool_error={self.tool}" if self.tool else f"code={self.code}"


def read_failures(within: timedelta) -> list[Failure]:
    """Those of the last `within`, the most frequent first. Two statements, each from an index."""
    return sorted([*_of_answers(within), *_of_tools(within)], key=lambda failure: -failure.count)


def _of_answers(within: timedelta) -> list[Failure]:
    failed = Run.objects.filter(in_state(RunState.FAILED), ended_within(within)).order_by()
    groups = failed.values_list("error__code").annotate(Count("pk"), Min("finished"), Max("finished"))
    return [Failure("answer", "", code or "unknown", *rest) for code, *rest in groups]


def _of_tools(within: timedelta) -> list[Failure]:
    failed = ToolCall.objects.filter(status="error", started__gt=clock.now(within.total_seconds())).order_by()
    groups = failed.annotate(code=_TOOL_CODES).values_list("name", "code")
    return [Failure("tool", *group) for group in groups.annotate(Count("pk"), Min("started"), Max("started"))]
