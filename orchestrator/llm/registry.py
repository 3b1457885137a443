"""Which providers exist, what each needs to be set up, and one instance of each per event loop.

A new provider is a module with a `connect(model)` function and one line in `PROVIDERS`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from orchestrator.llm.interface import Provider


class ConnectedProvider(Provider, Protocol):
    """A provider as its module makes it: it can also give its connections back."""

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    module: str  # by name, imported on first use: the openai package alone takes about a second
    lacks: Callable[[str], str]  # model name -> a sentence that says what to do, or ""


def _demo_lacks(model: str) -> str:
    return f"Set LLM_MODEL=demo: the demo model has no variant {model!r}." if model else ""


def _openai_lacks(model: str) -> str:
    url, ways = settings.OPENAI_BASE_URL, ("auto", "json_schema", "tool")
    if not model:
        return "Name a model in LLM_MODEL after the colon, e.g. LLM_MODEL=openai:gpt-5-mini."
    if url and not url.startswith(("http://", "https://")):
        return "Set OPENAI_BASE_URL to a full address, e.g. http://127.0.0.1:11434/v1."
    if settings.LLM_STRUCTURED_OUTPUT not in ways:
        return f"Set LLM_STRUCTURED_OUTPUT to {', '.join(ways[:-1])} or {ways[-1]}."
    if not url and not settings.OPENAI_API_KEY:
        return f"Set OPENAI_API_KEY (or OPENAI_BASE_URL, for a server without keys) to use openai:{model}."
    return ""


PROVIDERS = {
    "demo": Entry("orchestrator.llm.demo", _demo_lacks),
    "openai": Entry("orchestrator.llm.openai", _openai_lacks),
}

# A connection pool belongs to the event loop it was made in.
_connected: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, ConnectedProvider]] = WeakKeyDictionary()


def check_model_setting(model: str) -> None:
    """Raise `ImproperlyConfigured`, with one sentence that says what to do, if `model` cannot work as set up."""
    kind, _, name = model.partition(":")
    if kind not in PROVIDERS:
        raise ImproperlyConfigured(f"Set LLM_MODEL to demo or openai:NAME: there is no provider {kind!r}.")
    if problem := PROVIDERS[kind].lacks(name):
        raise ImproperlyConfigured(problem)


def get_provider(model: str) -> Provider:
    """Return the provider of an `LLM_MODEL` string, the same one at each call within the running event loop.

    Raises `ImproperlyConfigured` as `check_model_setting` does.
    """
    check_model_setting(model)
    mine = _connected.setdefault(asyncio.get_running_loop(), {})
    if model not in mine:
        kind, _, name = model.partition(":")
        mine[model] = cast(ConnectedProvider, import_module(PROVIDERS[kind].module).connect(name))
    return mine[model]


async def close_providers() -> None:
    """Close the connections of every provider of the running event loop; `get_provider` then makes new ones."""
    for provider in _connected.pop(asyncio.get_running_loop(), {}).values():
        await provider.close()
