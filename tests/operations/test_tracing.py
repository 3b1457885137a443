"""What a site does is told to OpenTelemetry, from a request over the queue to calls of models and tools; no words are."""

import asyncio
import json
import sys
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import AsyncClient
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from chatstream import tracing
from chatstream.cancellation import cancel_and_wait
from chatstream.run.errors import ModelError
from chatstream.run.queue import get_queue
from chatstream.run.run_pool import RunPool
from instance.tracing import start_tracing
from projects.models import Project
from tests.chat import ask, run, until
from tests.scripted_model import ScriptedModel, use

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("tests"))
    yield exporter
    provider.shutdown()


def named(spans: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in spans.get_finished_spans() if span.name == name]


def path_of(spans: InMemorySpanExporter, span: ReadableSpan) -> list[str]:
    """The names of a span and of those that it is within, the outermost last."""
    by_id = {each.context.span_id: each for each in spans.get_finished_spans()}
    names = []
    while span is not None:
        names.append(span.name)
        span = by_id.get(span.parent.span_id) if span.parent else None
    return names


async def test_a_turn_has_its_steps_and_they_their_calls(
    project: Project, model: ScriptedModel, spans: InMemorySpanExporter
) -> None:
    model.answers("Marigolds. ", use("set_title", title="Marigolds"))
    model.answers("Done.")
    await run(await ask(project, "A film about marigolds."))
    [tool] = named(spans, "execute_tool set_title")
    assert path_of(spans, tool) == ["execute_tool set_title", "step", "invoke_agent director", "run"]
    calls = [span for span in spans.get_finished_spans() if span.name.startswith("chat ")]
    assert [path_of(spans, call)[1:] for call in calls] == [["step", "invoke_agent director", "run"]] * 2
    assert all(call.kind is SpanKind.CLIENT for call in calls)
    assert calls[0].attributes["gen_ai.operation.name"] == "chat"
    assert calls[0].attributes["gen_ai.response.finish_reasons"] == ("tool_calls",)
    assert tool.attributes["gen_ai.tool.name"] == "set_title"
    assert named(spans, "invoke_agent director")[0].attributes["gen_ai.conversation.id"] == str(project.pk)
    said = json.dumps([dict(span.attributes) for span in spans.get_finished_spans()])
    assert "arigolds" not in said


async def test_what_fails_says_with_which_code(
    project: Project, model: ScriptedModel, spans: InMemorySpanExporter
) -> None:
    model.answers(ModelError("The AI is busy.", "provider_busy"))
    await run(await ask(project))
    for name in ("step", "invoke_agent director"):
        [span] = named(spans, name)
        assert (span.status.status_code, span.attributes["error.type"]) == (StatusCode.ERROR, "provider_busy")


async def test_a_run_belongs_to_the_request_that_it_answers(
    project: Project, model: ScriptedModel, spans: InMemorySpanExporter
) -> None:
    """Through the queue, from the process of a web server to that of a worker."""
    model.answers("Done.")
    client = AsyncClient()
    await client.aforce_login(project.owner)
    asked = {"request_id": "5d1f8b8e-0000-4000-8000-000000000000", "message": "Hello."}
    response = await client.post(
        f"/api/projects/{project.pk}/messages/",
        json.dumps(asked),
        content_type="application/json",
    )
    assert response.status_code == 201, response.content
    runs = RunPool()
    queue = asyncio.create_task(get_queue().serve("a worker", runs.start))
    await until(lambda: named(spans, "run"))
    await cancel_and_wait(queue)
    await runs.join()
    [ran] = named(spans, "run")
    [request] = [span for span in spans.get_finished_spans() if span.kind is SpanKind.SERVER]
    assert request.name.startswith("POST /api/projects/")
    assert str(project.pk) not in request.name
    assert request.attributes["http.response.status_code"] == 201
    assert path_of(spans, ran) == ["run", request.name]


def test_a_collector_that_is_named_needs_the_packages(settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    settings.OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:4318"
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-otel\.txt"):
        start_tracing()


async def test_without_the_api_everything_goes_on(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "trace", None)
    monkeypatch.setattr(tracing, "_tracer", None)
    model.answers("Done.")
    assert (await run(await ask(project))).status == "success"
    assert tracing.outgoing() == {}
