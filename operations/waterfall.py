"""Where the time of a run went: spans on one line of time, as its rows have them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from projects.models import Message, Step, ToolCall


@dataclass(frozen=True, slots=True)
class Span:
    """`begin` and `length` in ms; `begin` since the message was sent. `kind`: queue, wait, model or tool."""

    name: str
    kind: str
    begin: int
    length: int
    failed: bool = False


def spans_of(run: Message) -> list[Span]:
    """In the order of their beginnings. What has not ended lasts until now."""
    spans = [*_start(run), *_steps(run), *(_tool(run, call) for call in run.tool_calls.all())]
    return sorted(spans, key=lambda span: span.begin)


def _start(run: Message) -> Iterator[Span]:
    claimed = run.started or run.finished or timezone.now()
    yield Span("in the queue", "queue", 0, _between(run.created, claimed))
    if run.started and run.first_token_ms is not None:
        yield Span("until the first word", "wait", _between(run.created, run.started), run.first_token_ms)


def _steps(run: Message) -> Iterator[Span]:
    """A step's row is written when the model has ended it; it began when the one before it, and its tools, were done."""
    begin = run.started
    calls = list(run.tool_calls.all())
    for step in run.steps.all():
        if begin is not None:
            yield _step(run, step, begin)
        ends = [_milliseconds(call.started) + (call.elapsed_ms or 0) for call in calls if call.step == step.number]
        last = max([_milliseconds(step.created), *ends])
        begin = datetime.fromtimestamp(last / 1000, step.created.tzinfo)
    if begin is not None and (run.error or not run.ended):
        name = "a call that failed" if run.error else "now"
        yield Span(
            name,
            "model",
            _between(run.created, begin),
            _between(begin, run.finished or timezone.now()),
            bool(run.error),
        )


def _step(run: Message, step: Step, begin: datetime) -> Span:
    name = f"step {step.number + 1}: {step.model or 'the model'}"
    return Span(name, "model", _between(run.created, begin), _between(begin, step.created))


def _tool(run: Message, call: ToolCall) -> Span:
    length = _between(call.started, timezone.now()) if call.elapsed_ms is None else call.elapsed_ms
    return Span(call.name, "tool", _between(run.created, call.started), length, call.status == ToolCall.Status.ERROR)


def _between(begin: datetime, end: datetime) -> int:
    return max(0, _milliseconds(end) - _milliseconds(begin))


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
