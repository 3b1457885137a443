"""A document as text and back. Equal documents have equal texts, as long as the version is the same: compare documents."""

import json

from pydantic import ValidationError
from pydantic_core import from_json

from storyboard.changes import OperationRefused
from storyboard.migrations import VERSION, Json, migrate, version_of
from storyboard.problems import describe_problems
from storyboard.schema import LARGEST_DOCUMENT, Scene, Storyboard


class Malformed(ValueError):
    """The text is no storyboard; `problems` says where, in words."""

    def __init__(self, found: list[str]) -> None:
        super().__init__("; ".join(found))
        self.problems = found


class NewerDocument(OperationRefused):
    """A newer version of this program wrote the document. It can be shown, but not changed: unknown fields would be lost."""

    def __init__(self) -> None:
        super().__init__(
            "A newer version of this program has changed this video: it can be changed again when this server is updated."
        )


def encode(part: Storyboard | Scene) -> str:
    """As canonical JSON, see `Part.to_text`."""
    return part.canonical_text if isinstance(part, Storyboard) else part.to_text()


def decode(text: str) -> Storyboard:
    """The document in `text`, of any version up to this one. Raises Malformed, NewerDocument."""
    document = _read(text)
    if _is_newer(document):
        raise NewerDocument
    try:
        return Storyboard.model_validate_json(text if _is_current(document) else json.dumps(migrate(document)))
    except ValidationError as error:
        raise Malformed(describe_problems(error)) from error


def to_json(text: str) -> Json:
    """A stored document as plain JSON, for clients: in this version's form, or in its own if that is newer."""
    document = _read(text)
    if _is_current(document) or _is_newer(document):
        return document
    newest: Json = json.loads(encode(decode(text)))
    return newest


def _read(text: str) -> Json:
    if len(text.encode(errors="replace")) > LARGEST_DOCUMENT:
        raise Malformed([f"the document is larger than {LARGEST_DOCUMENT // 1000} kB"])
    try:
        document = from_json(text)
    except ValueError as error:
        raise Malformed([f"is not JSON ({error})"]) from error
    if not isinstance(document, dict):
        raise Malformed(["must be an object"])
    return document


def _is_current(document: Json) -> bool:
    return version_of(document) == VERSION


def _is_newer(document: Json) -> bool:
    return version_of(document) > VERSION
