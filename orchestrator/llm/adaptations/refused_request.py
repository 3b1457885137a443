"""The body of a refused request, read by field names that several dialects share: no adaptation depends on a dialect."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# Without these a request means nothing, or something else.
ESSENTIAL = frozenset(
    """model messages input contents tools system instructions systeminstruction role content type text name id parts function
    functions functiondeclarations toolcalls toolcallid tooluseid callid callids arguments args output response functioncall
    functionresponse functioncalloutput source data mediatype mimetype imageurl url inlinedata parameters inputschema description
    jsonschema schema parametersjsonschema responseschema responsejsonschema maxtokens maxcompletiontokens maxoutputtokens
    generationconfig""".split()  # noqa: SIM905 - a list of forty words is easier read as words
)
# What stands inside a schema is no field of the body, and what stands in these is the model's or the person's.
SCHEMAS = frozenset(
    {"parameters", "inputschema", "schema", "parametersjsonschema", "responseschema", "responsejsonschema"}
)
_OPAQUE = SCHEMAS | {"arguments", "args", "inputs", "text", "response", "data", "output", "vendor"}
LIMIT_FIELDS = frozenset({"maxtokens", "maxcompletiontokens", "maxoutputtokens"})
_PICTURES = frozenset({"imageurl", "inlinedata", "inputimage"})
_SCHEMA_MAPS = frozenset({"properties", "$defs", "definitions", "patternProperties"})


_REPLAYED = frozenset({"signature", "encryptedcontent", "thoughtsignature", "thinking"})


def normalize_name(name: str) -> str:
    """`max_tokens`, `maxTokens`, `Max-Tokens` -> `maxtokens`."""
    return re.sub(r"[_\-\s]", "", name).lower()


def is_replayed(path: str) -> bool:
    """Whether a path is that of a field which the provider itself has written, for itself."""
    return (
        path.startswith(("messages.", "input.", "contents.")) and normalize_name(path.rpartition(".")[2]) in _REPLAYED
    )


@dataclass(frozen=True)
class RefusedRequest:
    """One body that was refused, and the dialect that it was written in."""

    body: Mapping[str, Any]
    dialect: str

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The dotted path of every field outside schemas, without list indices, the outermost first."""
        return tuple(sorted(dict.fromkeys(_paths(self.body, "")), key=lambda path: path.count(".")))

    @cached_property
    def optional(self) -> tuple[str, ...]:
        return tuple(path for path in self.paths if self.is_optional(path))

    def is_optional(self, path: str) -> bool:
        return normalize_name(path.rpartition(".")[2]) not in ESSENTIAL and not is_replayed(path)

    def value(self, path: str) -> Any:
        """The value at a path; of the first of a list that has it."""
        return _value(self.body, path.split("."))

    def strings(self, path: str) -> list[str]:
        """The strings of a list of strings at a path, where they are longer than a word of every day."""
        value = self.value(path) if self.is_optional(path) else None
        return [each for each in value if isinstance(each, str) and len(each) > 8] if isinstance(value, list) else []

    @cached_property
    def limit(self) -> tuple[str, int] | None:
        """Path and value of the limit of output tokens."""
        for path in self.paths:
            value = self.value(path)
            if normalize_name(path.rpartition(".")[2]) in LIMIT_FIELDS and isinstance(value, int):
                return path, value
        return None

    @cached_property
    def forces_a_tool(self) -> bool:
        choice = self.body.get("tool_choice")
        if isinstance(choice, dict):
            return choice.get("type") not in ("auto", "none")
        mode = next(
            (self.value(path) for path in self.paths if normalize_name(path).endswith("functioncallingconfig.mode")),
            None,
        )
        return choice in ("required", "any") or mode in ("ANY", "VALIDATED")

    @cached_property
    def has_pictures(self) -> bool:
        return any(normalize_name(part) in _PICTURES for path in self.paths for part in path.split(".")) or _has_image(
            self.body
        )

    @cached_property
    def tools(self) -> int:
        """How many tools are offered."""
        return sum(1 for path, _ in self.schemas if path.startswith("tools"))

    @cached_property
    def schemas(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        return tuple(_schemas(self.body, ""))

    @cached_property
    def schema_keywords(self) -> frozenset[str]:
        return frozenset(word for _, schema in self.schemas for word in _keywords(schema))

    @cached_property
    def answers_in_schema(self) -> bool:
        return any(not path.startswith("tools") for path, _ in self.schemas)

    @cached_property
    def has_system(self) -> bool:
        roles = {entry.get("role") for entry in self._entries if isinstance(entry, dict)}
        named = {"system", "instructions", "systemInstruction", "system_instruction"} & set(self.body)
        return bool(named or roles & {"system", "developer"})

    @property
    def _entries(self) -> list[Any]:
        entries = self.body.get("messages") or self.body.get("input")
        return entries if isinstance(entries, list) else []


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _paths(inner, path)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            own = f"{path}.{name}" if path else str(name)
            yield own
            if normalize_name(name) not in _OPAQUE or (normalize_name(name) == "text" and isinstance(inner, dict)):
                yield from _paths(inner, own)


def _value(value: Any, parts: list[str]) -> Any:
    if not parts:
        return value
    if isinstance(value, list | tuple):
        return next((found for inner in value if (found := _value(inner, parts)) is not None), None)
    if isinstance(value, Mapping) and parts[0] in value:
        return _value(value[parts[0]], parts[1:])
    return None


def _has_image(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_has_image, value))
    if isinstance(value, Mapping):
        return value.get("type") in ("image", "image_url", "input_image") or any(
            _has_image(value[name]) for name in ("messages", "input", "content") if name in value
        )
    return False


def _schemas(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _schemas(inner, path)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            own = f"{path}.{name}" if path else str(name)
            if normalize_name(name) in SCHEMAS and isinstance(inner, Mapping):
                yield own, inner
            elif name not in ("messages", "contents", "input"):
                yield from _schemas(inner, own)


def _keywords(schema: Any) -> Iterator[str]:
    """The keywords of a schema; the names of its properties are none."""
    if isinstance(schema, list | tuple):
        for inner in schema:
            yield from _keywords(inner)
    elif isinstance(schema, Mapping):
        for name, inner in schema.items():
            yield name
            if name in _SCHEMA_MAPS and isinstance(inner, Mapping):
                yield from _keywords(list(inner.values()))
            elif name not in ("enum", "const", "default", "example", "examples"):
                yield from _keywords(inner)
