"""What an `LLM_MODEL` may be, and the address, the key and the names of the settings that belong to it.

It is `demo`, KIND:NAME with a kind of `provider_kinds.py`, or several of them with commas between: the next one answers if one
cannot begin. Every process checks it when it starts, so nothing here loads what speaks to a provider.
"""

from importlib.util import find_spec
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from orchestrator.llm.options import Form
from orchestrator.llm.provider_kinds import KINDS, LIBRARY_KINDS, LIBRARY_PIN
from orchestrator.llm.setting_names import SettingNames

_CALLS = ("/chat/completions", "/responses", "/messages")  # what a dialect puts behind the address by itself
FORMS: dict[str, Form] = {"json_schema": "schema", "tool": "tool", "prompt": "prompt"}


def check_model_setting(model: str, setting: str = "LLM_MODEL") -> None:
    """Raise `ImproperlyConfigured`, with one sentence on what to do, if `model` cannot work as set up."""
    for each in split_chain(model):
        if problem := _problem(each, setting):
            raise ImproperlyConfigured(problem)


def split_chain(model: str) -> list[str]:
    return [each.strip() for each in model.split(",")]


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
    names = setting_names(name)
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


def setting_names(name: str) -> SettingNames:
    own = settings.LLM_API_KEYS.get(name) or settings.LLM_BASE_URLS.get(name)
    prefix = (name if own else KINDS[name].settings_of or name).upper()
    return SettingNames(f"{prefix}_API_KEY", f"{prefix}_BASE_URL", "LLM_MODEL")
