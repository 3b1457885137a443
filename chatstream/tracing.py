"""Spans over the API of OpenTelemetry. Where its SDK is not set up, they cost next to nothing; without the API nothing happens.

`outgoing()` is what a task in the queue carries, so that the spans of a worker belong to the request that they answer.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

try:
    from opentelemetry import context, propagate, trace
except ImportError:
    trace = None  # type: ignore[assignment]

Kind = Literal["internal", "server", "client"]
Carrier = Mapping[str, str]

_tracer = trace.get_tracer("chatstream") if trace is not None else None


class Span:
    """What is going on. Values that are None are left out."""

    def __init__(self, span: Any = None) -> None:
        self._span = span

    def set(self, attributes: Mapping[str, Any]) -> None:
        if self._span is not None:
            self._span.set_attributes({name: value for name, value in attributes.items() if value is not None})

    def rename(self, name: str) -> None:
        if self._span is not None:
            self._span.update_name(name)

    def fail(self, kind: str) -> None:
        """`kind`: a code, never the words of a person or a model."""
        if self._span is not None:
            self._span.set_status(trace.Status(trace.StatusCode.ERROR, kind))
            self._span.set_attribute("error.type", kind)


@contextmanager
def span(name: str, attributes: Mapping[str, Any] | None = None, kind: Kind = "internal") -> Iterator[Span]:
    """A span of what is done within. An exception makes it fail by its `code`, or else by its type."""
    if _tracer is None:
        yield Span()
        return
    with _tracer.start_as_current_span(
        name, kind=trace.SpanKind[kind.upper()], record_exception=False, set_status_on_exception=False
    ) as started:
        opened = Span(started)
        opened.set(attributes or {})
        try:
            yield opened
        except Exception as problem:
            opened.fail(str(getattr(problem, "code", "") or type(problem).__name__))
            raise


def outgoing() -> dict[str, str]:
    """The headers that name the running span; none if there is none."""
    headers: dict[str, str] = {}
    if trace is not None and trace.get_current_span().get_span_context().is_valid:
        propagate.inject(headers)
    return headers


@contextmanager
def continued(headers: Carrier) -> Iterator[None]:
    """Spans within belong to the one that these headers name; to none if they name none."""
    if trace is None:
        yield
        return
    token = context.attach(propagate.extract(headers, context=context.Context()))
    try:
        yield
    finally:
        context.detach(token)
