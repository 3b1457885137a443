"""Finds the JSON object in the text of a model: some put a fence or a sentence around it, or a first try before it."""

from typing import Any

from orchestrator.llm.arguments.lenient_json import decode, encode, find_end
from orchestrator.llm.text.characters import to_storable, to_storable_json

MAX_TRIES = 20  # braces that are tried as the start of an object
MAX_CHARS = 32_000  # twice what 4 096 tokens usually are; a search in more would block other runs


def find_object(text: str) -> str:
    """Return the JSON text of the last object that stands in `text` by itself, or `text` if there is none.

    Characters that no database stores are removed. A cut object is not completed.
    """
    text = to_storable(text)
    found, at = None, text.find("{") if len(text) <= MAX_CHARS else -1
    for _ in range(MAX_TRIES):
        if at < 0:
            break
        end = find_end(text, at)
        value = _decode(text[at:end]) if end > 0 else None
        found = value if value or found is None else found
        at = text.find("{", at + 1 if value is None else end)
    return text if found is None else encode(to_storable_json(found))


def _decode(text: str) -> dict[str, Any] | None:
    try:
        value = decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
