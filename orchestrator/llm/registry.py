"""From an `LLM_MODEL` to its one provider in the running event loop.

An `LLM_MODEL` is `demo`, KIND:NAME with a kind of `provider_kinds.py` (`LIBRARY_KINDS` need a library, imported on first use), or
several of them with commas between: the next one answers if one cannot begin.
"""

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from chatstream.loop_local import LoopLocal
from orchestrator.llm import adaptations
from orchestrator.llm.fallback import FallbackChain
from orchestrator.llm.http.concurrency_limit import ConcurrencyLimit
from orchestrator.llm.interface import Provider
from orchestrator.llm.options import Form, Options
from orchestrator.llm.provider_kinds import KINDS, LIBRARY_KINDS, LIBRARY_PIN, SMALL_SERVER_CONCURRENCY, ProviderKind
from orchestrator.llm.refusals import SettingNames

if TYPE_CHECKING:
    from orchestrator.llm.http.provider import HTTPProvider

LIBRARY_CONCURRENCY = 16
_CALLS = ("/chat/completions", "/responses", "/messages")  # what a dialect puts behind the address by itself
FORMS: dict[str, Form] = {"json_schema": "schema", "tool": "tool", "prompt": "prompt"}


class ConnectedProvider(Provider, Protocol):
    """A provider that can also give its connections back."""

    async def close(self) -> None: ...


class _LoopState:
    """What is open in one event loop: a connection pool belongs to the loop it was made in."""

    def __init__(self) -> None:
        self.providers: dict[str, ConnectedProvider] = {}
        self.concurrency_limits: dict[str, ConcurrencyLimit] = {}


_loop_states = LoopLocal(_LoopState)


def check_model_setting(model: str, setting: str = "LLM_MODEL") -> None:
    """Raise `ImproperlyConfigured`, with one sentence on what to do, if `model` cannot work as set up."""
    for each in split_chain(model):
        if problem := _problem(each, setting):
            raise ImproperlyConfigured(problem)


def split_chain(model: str) -> list[str]:
    return [each.strip() for each in model.split(",")]


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


def _problem(model: str, setting: str) -> str:
    name, _, variant = model.partition(":")
    if name == "demo":
        return f"Set {setting}=demo: the demo model has no variant {variant!r}." if variant else ""
    if name not in KINDS and name not in LIBRARY_KINDS:
        kinds = ", ".join([*KINDS, *LIBRARY_KINDS])
        return f"Set {setting} to demo or KIND:NAME, with one of these kinds: {kinds}. There is no {name!r}."
    if not variant:
        return f"Name a model in {setting} after the colon, e.g. {setting}={name}:NAME."
    if settings.LLM_STRUCTURED_OUTPUT not in {"auto", *FORMS}:
        return "Set LLM_STRUCTURED_OUTPUT to auto, json_schema, tool or prompt."
    if name in LIBRARY_KINDS:
        return "" if _is_installed(name) else f"To use {model}, install its library: {_how_to_install(name)}."
    kind, url, key = KINDS[name], base_url(name), api_key(name)
    if not url:
        return f"Set {name.upper()}_BASE_URL to the address of the server, to use {model}."
    names = _setting_names(name)
    if not _is_address(url):
        return f"Set {names.address} to a full address without a password, `?` or the path of a call, e.g. http://127.0.0.1:11434/v1."
    if not (key.isascii() and key.isprintable()):
        return f"Set {names.key} to the key alone: it has characters that no HTTP header can carry."
    if kind.needs_key and not key and url == kind.base_url:
        return f"Set {name.upper()}_API_KEY (or {name.upper()}_BASE_URL, for a server without keys) to use {model}."
    return ""


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half of an IPv6 address
        return False
    has_more = parts.username or parts.query or parts.fragment or parts.path.rstrip("/").endswith(_CALLS)
    return is_whole and parts.scheme in ("http", "https") and url.isprintable() and " " not in url and not has_more


def _is_installed(name: str) -> bool:
    """Does not import the library, which takes seconds."""
    try:
        return all(find_spec(package) for package in ("pydantic_ai", LIBRARY_KINDS[name].package))
    except ModuleNotFoundError:  # the package that a package is in
        return False


def _how_to_install(name: str) -> str:
    return f'.venv/bin/pip install "pydantic-ai-slim[{LIBRARY_KINDS[name].extra}]=={LIBRARY_PIN}"'


def base_url(name: str) -> str:
    """The address of a kind: its own setting, that of the kind whose settings serve too, or the one that everybody uses."""
    kind = KINDS[name]
    return settings.LLM_BASE_URLS.get(name) or settings.LLM_BASE_URLS.get(kind.settings_of) or kind.base_url


def api_key(name: str) -> str:
    return settings.LLM_API_KEYS.get(name) or settings.LLM_API_KEYS.get(KINDS[name].settings_of) or ""


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
        _setting_names(name),
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


def _setting_names(name: str) -> SettingNames:
    own = settings.LLM_API_KEYS.get(name) or settings.LLM_BASE_URLS.get(name)
    prefix = (name if own else KINDS[name].settings_of or name).upper()
    return SettingNames(f"{prefix}_API_KEY", f"{prefix}_BASE_URL", "LLM_MODEL")
