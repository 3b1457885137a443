"""Checks at the start: what is missing in the settings, each in a sentence that says what to do."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from chatstream.conf import DEFAULTS, REQUIRED, setting

CLASSES = ("BACKEND", "RESPONDER", "QUEUE")


@register
def check_settings(**_: Any) -> list[CheckMessage]:
    given = getattr(settings, "CHATSTREAM", None)
    if not isinstance(given, dict):
        return [
            Error(
                'Set CHATSTREAM = {"REDIS_URL": "redis://…", "RESPONDER": "package.module.name"}.', id="chatstream.E001"
            )
        ]
    problems = [f"CHATSTREAM needs {name}." for name in REQUIRED if not given.get(name)]
    problems += [
        f"CHATSTREAM has {name}, which is no setting: there are {', '.join([*REQUIRED, *DEFAULTS])}."
        for name in given
        if name not in DEFAULTS and name not in REQUIRED
    ]
    found: list[CheckMessage] = [Error(problem, id="chatstream.E002") for problem in problems]
    return found or [*_check_imports(), *_check_models(), *_check_database()]


def _check_imports() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name in CLASSES:
        if not setting(name):
            continue
        try:
            import_string(setting(name))
        except ImportError as problem:
            found.append(Error(f"{name} of CHATSTREAM is {setting(name)!r}: {problem}", id="chatstream.E003"))
    return found


def _check_models() -> list[CheckMessage]:
    name = setting("MESSAGE_MODEL")
    if setting("BACKEND") != DEFAULTS["BACKEND"] and name == DEFAULTS["MESSAGE_MODEL"]:
        return []  # a backend of its own that uses the log alone
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        hint = "Add chatstream.chat to INSTALLED_APPS, or name a model of your own."
        return [Error(f"MESSAGE_MODEL of CHATSTREAM is {name!r}, which is not installed.", hint, id="chatstream.E004")]
    fields = {field.name: field for field in model._meta.get_fields()}
    stream = fields.get(model.STREAM_FIELD)
    if stream is None:
        return [Error(f"{name} has no field {model.STREAM_FIELD!r}, its STREAM_FIELD.", id="chatstream.E005")]
    missing = [] if "tool_calls" in fields else [f"a model with a foreign key to {name}, related_name='tool_calls'"]
    if "outbox" not in {field.name for field in stream.related_model._meta.get_fields()}:
        missing.append(f"a model with a foreign key to {stream.related_model._meta.label}, related_name='outbox'")
    return [Error(f"CHATSTREAM needs {each}: see chatstream/rows/models.py.", id="chatstream.E006") for each in missing]


def _check_database() -> list[CheckMessage]:
    """A transaction that reads, then writes, fails at once on a busy SQLite unless it takes the lock first."""
    database = settings.DATABASES.get("default", {})
    is_sqlite = database.get("ENGINE") == "django.db.backends.sqlite3"
    if not is_sqlite or database.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE":
        return []
    hint = 'Set DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}.'
    return [Error("Two workers on this SQLite would fail on each other's locks.", hint, id="chatstream.E007")]
