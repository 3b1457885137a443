"""From an `LLM_MODEL` to the one provider of it in the running event loop.

`demo`, KIND:NAME with a kind of `kinds.py` (those of `LIBRARY_KINDS` through a library that is imported on first use), or several
of them with commas between: the next one answers if one cannot begin.
"""

import asyncio
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, cast
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from orchestrator.llm import adaptations
from orchestrator.llm.fallback import FallbackChain
from orchestrator.llm.http.concurrency_limit import Admission
from orchestrator.llm.interface import Provider
from orchestrator.llm.options import Form, Options
from orchestrator.llm.provider_kinds import KINDS, LIBRARY_KINDS, LIBRARY_PIN, Kind
from orchestrator.llm.refusals import SettingNames

if TYPE_CHECKING:
    from orchestrator.llm.http.provider import HTTPProvider

LIBRARY_CONCURRENCY = 16
FORMS: dict[str, Form] = {"json_schema": "schema", "tool": "tool", "prompt": "prompt"}


class ConnectedProvider(Provider, Protocol):
    """A provider that can also give its connections back."""

    async def close(self) -> None: ...


class _Connected:
    """What is open in one event loop: a connection pool belongs to the loop it was made in."""

    def __init__(self) -> None:
        self.providers: dict[str, ConnectedProvider] = {}
        self.admissions: dict[str, Admission] = {}


_connected: WeakKeyDictionary[asyncio.AbstractEventLoop, _Connected] = WeakKeyDictionary()


def check_model_setting(model: str, setting: str = "LLM_MODEL") -> None:
    """Raise `ImproperlyConfigured`, with one sentence that says what to do, if `model` cannot work as set up."""
    for each in names_of(model):
        if problem := _problem(each, setting):
            raise ImproperlyConfigured(problem)


def names_of(model: str) -> list[str]:
    return [each.strip() for each in model.split(",")]


def get_provider(model: str) -> Provider:
    """Return the provider of an `LLM_MODEL` string, the same one at each call within the running event loop.

    Raises `ImproperlyConfigured` as `check_model_setting` does.
    """
    mine = _connected.setdefault(asyncio.get_running_loop(), _Connected())
    if model not in mine.providers:
        check_model_setting(model)
        names = names_of(model)
        mine.providers[model] = (
            _connect(names[0], mine) if len(names) == 1 else FallbackChain([*map(get_provider, names)])
        )
    return mine.providers[model]


def forms_of(model: str) -> list[Form]:
    """In which forms KIND:NAME can be asked for a scene."""
    return ["prompt"] if model.partition(":")[0] in LIBRARY_KINDS else [*FORMS.values()]


def connect_with_form(model: str, form: Form) -> ConnectedProvider:
    """A provider of its own, whose scenes are asked for in this form whatever was learned. The caller closes it."""
    check_model_setting(model)
    name, _, variant = model.partition(":")
    if name in LIBRARY_KINDS:
        return _connect(model, _Connected())
    return _connect_http(name, variant, _connected.setdefault(asyncio.get_running_loop(), _Connected()), form)


async def learned(model: str) -> tuple[Options, Options]:
    """How KIND:NAME is spoken to by now, and how at first."""
    name, _, variant = model.partition(":")
    if name in LIBRARY_KINDS:
        return Options(), Options()
    profile = _profile(KINDS[name], base_url(name))
    return await adaptations.load(adaptations.key(base_url(name), variant), profile), profile


async def close_providers() -> None:
    """Close the connections of every provider of the running event loop; `get_provider` then makes new ones."""
    mine = _connected.pop(asyncio.get_running_loop(), None)
    for provider in mine.providers.values() if mine else ():
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
    if not url.startswith(("http://", "https://")):
        return f"Set {name.upper()}_BASE_URL to a full address, e.g. http://127.0.0.1:11434/v1."
    if kind.needs_key and not key and url == kind.base_url:
        return f"Set {name.upper()}_API_KEY (or {name.upper()}_BASE_URL, for a server without keys) to use {model}."
    return ""


def _is_installed(name: str) -> bool:
    """Without importing any of it: that takes seconds."""
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


def _connect(model: str, mine: _Connected) -> ConnectedProvider:
    name, _, variant = model.partition(":")
    if name == "demo":
        return cast(ConnectedProvider, import_module("orchestrator.llm.demo").connect(""))
    if name in LIBRARY_KINDS:
        admission = mine.admissions.setdefault(name, Admission(settings.LLM_CONCURRENCY or LIBRARY_CONCURRENCY))
        return cast(ConnectedProvider, import_module("orchestrator.llm.library.provider").connect(model, admission))
    return _connect_http(name, variant, mine)


def _connect_http(name: str, variant: str, mine: _Connected, form: Form | None = None) -> "HTTPProvider":
    # The SDK takes a second to load, which only a worker with a real model needs to pay.
    from orchestrator.llm.http.provider import Address, HTTPProvider

    kind, url = KINDS[name], base_url(name)
    dialects = tuple(import_module(f"orchestrator.llm.dialects.{each}").DIALECT for each in kind.dialects)
    admission = mine.admissions.setdefault(url, Admission(settings.LLM_CONCURRENCY or kind.concurrency))
    address = Address(
        url,
        api_key(name),
        dialects,
        _profile(kind, url),
        form or FORMS.get(settings.LLM_STRUCTURED_OUTPUT),
        _setting_names(name),
        is_own=url == kind.base_url,
    )
    return HTTPProvider(f"{name}:{variant}", variant, address, admission)


def _profile(kind: Kind, url: str) -> Options:
    """The first guess: what speaks OpenAI's API at another address seldom knows all of it."""
    elsewhere = kind.base_url and url != kind.base_url
    profile = replace(kind.profile, limit_field="max_tokens", form="tool") if elsewhere else kind.profile
    return replace(profile, output_limit=settings.LLM_MAX_OUTPUT_TOKENS or profile.output_limit)


def _setting_names(name: str) -> SettingNames:
    own = settings.LLM_API_KEYS.get(name) or settings.LLM_BASE_URLS.get(name)
    prefix = (name if own else KINDS[name].settings_of or name).upper()
    return SettingNames(f"{prefix}_API_KEY", f"{prefix}_BASE_URL", "LLM_MODEL")
