"""Sends spans to a collector, where OTEL_EXPORTER_OTLP_ENDPOINT names one. The extra packages are in requirements-otel.txt.

Everything else is as OpenTelemetry has it: OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS and so on.
"""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SERVICE_NAME = "chatstream-video"


def start_tracing() -> None:
    """Once in each process that serves or works. Raises ImproperlyConfigured if the packages are missing."""
    if not settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        return
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as problem:
        raise ImproperlyConfigured(
            f"OTEL_EXPORTER_OTLP_ENDPOINT is set, but a package for it is missing ({problem.name}): "
            "install those of requirements-otel.txt, or unset it."
        ) from None
    os.environ.setdefault("OTEL_SERVICE_NAME", SERVICE_NAME)
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
