"""What somebody may do with what they have shown. A token may allow less than its person may do."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatstream.wire.errors import RequestRefused

_ATTRIBUTE = "_token_scope"  # of the user object that a door passes on


@dataclass(frozen=True, slots=True)
class Scope:
    """`project_id`: the only project that is there; None: all that the person has."""

    may_write: bool = True
    project_id: UUID | None = None


FULL = Scope()


class Forbidden(RequestRefused):
    """The program must use another token."""

    def __init__(self, detail: str) -> None:
        super().__init__("forbidden", detail)


def scope_of(user: Any) -> Scope:
    """FULL for whoever has signed in without a token."""
    scope: Scope = getattr(user, _ATTRIBUTE, FULL)
    return scope


def set_scope(user: Any, scope: Scope) -> None:
    """From now on this object of the user stands for the holder of a token."""
    setattr(user, _ATTRIBUTE, scope)


def require_write(user: Any) -> None:
    """Raises Forbidden for the holder of a token that reads alone."""
    if not scope_of(user).may_write:
        raise Forbidden("This token may read, and change nothing.")
