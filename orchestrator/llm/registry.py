"""From an `LLM_MODEL` to its one provider in the running event loop.

What an `LLM_MODEL` may be, `model_setting.py` says. `LIBRARY_KINDS` need a library, imported on first use.
"""

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from django.conf import settings

from chatstream.loop_local import LoopLocal
from orchestrator.llm import adaptations
from orchestrator.llm.fallback import FallbackChain
from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.interface import Provider
from orchestrator.llm.model_setting import FORMS, api_key, base_url, check_model_setting, setting_names, split_chain
from orchestrator.llm.options import Form, Options
from orchestrator.llm.provider_kinds import KINDS, LIBRARY_KINDS, SMALL_SERVER_CONCURRENCY, ProviderKind

if TYPE_CHECKING:
    from orchestrator.llm.http.provider import HTTPProvider

LIBRARY_CONCURRENCY = 16


class ConnectedProvider(Provider, Protocol):
    """A provider that can also give its connections back."""

    async def close(self) -> None: ...


class _LoopState:
    """What is open in one event loop: a connection pool belongs to the loop it was made in."""

    def __init__(self) -> None:
        self.providers: dict[str, ConnectedProvider] = {}
        self.concurrency_limits: dict[str, ConcurrencyLimit] = {}


_loop_states = LoopLocal(_LoopState)


def get_provider(model: str) -> Provider:
    """Return the provider of an `LLM_MODEL` string, the same one at each call within the running event loop.

    Raises `ImproperlyConfigured` as `check_model_setting` does.
    """
    state = _loop_states.get()
    if model not in state.providers:
        check_model_setting(model)
        names = split_chain(model)
        state.providers[model] = (
            _connect(names[0], state) if len(names) == 1 else FallbackChain([*map(get_provider, names)])
        )
    return state.providers[model]


def supported_forms(model: str) -> list[Form]:
    """The forms in which KIND:NAME can be asked for a scene."""
    return ["prompt"] if model.partition(":")[0] in LIBRARY_KINDS else [*FORMS.values()]


def connect_with_form(model: str, form: Form) -> ConnectedProvider:
    """A provider of its own, that asks for scenes in this form, whatever options are stored. The caller closes it."""
    check_model_setting(model)
    name, _, variant = model.partition(":")
    if name in LIBRARY_KINDS:
        return _connect(model, _LoopState())
    return _connect_http(name, variant, _loop_states.get(), form)


async def load_options(model: str) -> tuple[Options, Options]:
    """Return the present options of KIND:NAME, and those it began with."""
    name, _, variant = model.partition(":")
    if name in LIBRARY_KINDS:
        return Options(), Options()
    profile = _profile(KINDS[name], base_url(name))
    return await adaptations.load_options(adaptations.options_key(base_url(name), variant), profile), profile


async def close_providers() -> None:
    """Close the connections of every provider of the running event loop; `get_provider` then makes new ones."""
    state = _loop_states.pop()
    for provider in state.providers.values() if state else ():
        await provider.close()


def _connect(model: str, state: _LoopState) -> ConnectedProvider:
    name, _, variant = model.partition(":")
    if name == "demo":
        return cast(ConnectedProvider, import_module("orchestrator.llm.demo").connect(""))
    if name in LIBRARY_KINDS:
        concurrency = state.concurrency_limits.setdefault(
            name, ConcurrencyLimit(settings.LLM_CONCURRENCY or LIBRARY_CONCURRENCY)
        )
        return cast(ConnectedProvider, import_module("orchestrator.llm.library.provider").connect(model, concurrency))
    return _connect_http(name, variant, state)


def _connect_http(name: str, variant: str, state: _LoopState, form: Form | None = None) -> "HTTPProvider":
    # Imported here: the SDK takes a second to load, and only a worker with a real model needs it.
    from orchestrator.llm.http.provider import Endpoint, HTTPProvider

    kind, url = KINDS[name], base_url(name)
    dialects = tuple(import_module(f"orchestrator.llm.dialects.{each}").DIALECT for each in kind.dialects)
    limit = settings.LLM_CONCURRENCY or (
        SMALL_SERVER_CONCURRENCY if _is_custom_address(kind, url) else kind.concurrency
    )
    concurrency = state.concurrency_limits.setdefault(url, ConcurrencyLimit(limit))
    endpoint = Endpoint(
        url,
        api_key(name),
        dialects,
        _profile(kind, url),
        form or FORMS.get(settings.LLM_STRUCTURED_OUTPUT),
        setting_names(name),
        is_own=url == kind.base_url,
    )
    return HTTPProvider(f"{name}:{variant}", variant, endpoint, concurrency)


def _profile(kind: ProviderKind, url: str) -> Options:
    """The options to begin with. A server of one's own seldom implements all of OpenAI's API."""
    is_custom = _is_custom_address(kind, url)
    profile = replace(kind.profile, limit_field="max_tokens", form="tool") if is_custom else kind.profile
    return replace(profile, output_limit=settings.LLM_MAX_OUTPUT_TOKENS or profile.output_limit)


def _is_custom_address(kind: ProviderKind, url: str) -> bool:
    """Whether this is another address than the one that everybody uses."""
    return bool(kind.base_url) and url != kind.base_url
