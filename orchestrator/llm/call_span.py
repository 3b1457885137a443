"""A call of a model as a span, in the words of OpenTelemetry's conventions for generative AI. No text of anybody is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chatstream.tracing import Span, span
from orchestrator.llm.interface import StepEnd, StepRequest

# What the conventions call some kinds of provider; others keep their own name.
PROVIDERS = {
    "google": "gcp.gemini",
    "google-cloud": "gcp.vertex_ai",
    "azure": "azure.ai.openai",
    "bedrock": "aws.bedrock",
    "mistral": "mistral_ai",
    "xai": "x_ai",
}


@contextmanager
def call_span(provider: str, request: StepRequest) -> Iterator[Span]:
    """`provider`: its name, KIND:NAME."""
    kind, _, model = provider.partition(":")
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": PROVIDERS.get(kind, kind),
        "gen_ai.request.model": model or kind,
        "gen_ai.request.max_tokens": request.max_output_tokens,
        "gen_ai.output.type": "json" if request.form else "text",
    }
    with span(f"chat {model or kind}", attributes, "client") as opened:
        yield opened


def describe_end(end: StepEnd) -> dict[str, Any]:
    """Attributes of a call that has ended. Values that are not known are None."""
    usage = end.usage
    return {
        "gen_ai.response.model": end.model.partition(":")[2] or None,
        "gen_ai.response.finish_reasons": [end.finish_reason],
        "gen_ai.usage.input_tokens": usage and usage.input_tokens,
        "gen_ai.usage.output_tokens": usage and usage.output_tokens,
    }
