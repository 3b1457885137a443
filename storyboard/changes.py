"""Changing what cannot be changed in place: a new part with other fields, checked as a whole."""

from typing import Any, TypeVar

from pydantic import ValidationError

from storyboard.problems import describe_problems
from storyboard.values import Part

P = TypeVar("P", bound=Part)


class OperationRefused(Exception):
    """The document stays as it was; the text says why, to the person and to the model."""


def with_changes(part: P, **changes: Any) -> P:
    """The same, with other fields, checked. What is not changed is the same object: it cannot have become another."""
    fields = {name: getattr(part, name) for name in type(part).model_fields}
    try:
        return type(part)(**{**fields, **changes})
    except ValidationError as error:
        raise OperationRefused(f"That cannot be done: {'; '.join(describe_problems(error))}.") from error
