"""What somebody has signed in with. A project may have kinds of its own beside the session."""

from typing import Any, Protocol, TypeVar


class Credential(Protocol):
    """A frozen dataclass with fields that JSON has: a ticket keeps them."""

    def find_user(self) -> Any:
        """The active user who is signed in with it; None if it does not hold any more. Blocks on the database."""


Kind = TypeVar("Kind", bound=type[Credential])
KINDS: dict[str, type[Credential]] = {}


def credential_kind(kind: Kind) -> Kind:
    """Class decorator: a ticket can be made for a credential of this kind, and is stored with the name of the class."""
    KINDS[kind.__name__] = kind
    return kind
