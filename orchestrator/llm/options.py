"""How requests to one model at one address are written: a profile at first, then changed after each refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

Form = Literal["schema", "tool", "prompt"]
SystemRole = Literal["system", "developer", "user"]

VENDOR = "vendor"  # in `Options.dropped`: earlier answers go back to a provider as text and calls alone


@dataclass(frozen=True, slots=True)
class Options:
    """What is sent, and in which form.

    `dropped` holds fields of the body that are left out, as dotted paths without list indices (`stream_options`,
    `reasoning.summary`, `messages.reasoning_content`; `strict` stands for every `strict` of a tool or schema), and, as
    `field=value`, values that were refused. `passing` names the fields of this class that only the present request
    needs otherwise, e.g. because its prompt leaves little room: they are not stored.
    """

    limit_field: str = "max_completion_tokens"  # Chat Completions: or `max_tokens`, or "" for none
    output_limit: int | None = None  # never ask for more tokens than this
    effort: str = ""  # reasoning effort to send; "": nothing is sent unless the request asks
    form: Form = "schema"
    tool_choice: bool = True  # False: a forced choice is not sent
    pictures: bool = True  # False: pictures are named in words
    system: SystemRole = "system"  # where the system prompt goes
    dropped: frozenset[str] = frozenset()
    schema_keywords: frozenset[str] = frozenset()  # JSON-schema keywords that this server refuses
    dialect: str = ""  # another dialect that this address speaks
    passing: frozenset[str] = frozenset()

    def to_json(self, profile: "Options | None" = None) -> dict[str, Any]:
        """What is worth storing: what differs from `profile` (the defaults) and is not `passing`."""
        first = profile or Options()
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "passing"}
        return {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in values.items()
            if value != getattr(first, name) and name not in self.passing
        }

    @classmethod
    def from_json(cls, stored: Any, profile: "Options | None" = None) -> "Options":
        """`profile` (the defaults), changed by what is stored. Unknown fields and malformed values change nothing."""
        first = profile or cls()
        if not isinstance(stored, Mapping):
            return first
        values = {name: _READERS[name](stored[name]) for name in _READERS if name in stored}
        return replace(first, **{name: value for name, value in values.items() if value is not None})


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _positive(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _texts(value: Any) -> frozenset[str] | None:
    return frozenset(filter(None, map(_text, value))) if isinstance(value, list) else None


def _form(value: Any) -> Any:
    return value if value in get_args(Form) else None


def _system(value: Any) -> Any:
    return value if value in get_args(SystemRole) else None


_READERS = {
    "limit_field": _text,
    "output_limit": _positive,
    "effort": _text,
    "form": _form,
    "tool_choice": _flag,
    "pictures": _flag,
    "system": _system,
    "dropped": _texts,
    "schema_keywords": _texts,
    "dialect": _text,
}
