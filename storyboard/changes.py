"""Changes to immutable parts: a new part with other fields, validated as a whole."""

from typing import Any, TypeVar

from pydantic import ValidationError

from storyboard.problems import problem_sentence
from storyboard.values import Part

P = TypeVar("P", bound=Part)


class OperationRefused(Exception):
    """The document stays as it was; the text says why, to the person and to the model."""


def with_changes(part: P, **changes: Any) -> P:
    """A copy of `part` with other fields, validated; unchanged fields are shared. Raises OperationRefused."""
    fields = {name: getattr(part, name) for name in type(part).model_fields}
    try:
        return type(part)(**{**fields, **changes})
    except ValidationError as error:
        raise OperationRefused(f"That cannot be done: {problem_sentence(error)}.") from error
