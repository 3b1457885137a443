"""What a check is: an async function of a server that returns when the promise was kept."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatstream.conformance.server import Server

Look = Callable[["Server"], Awaitable[None]]


class Broken(Exception):
    """The server did something else than it promises: what, in a sentence."""


class NotSeen(Exception):
    """The promise could not be looked at here: why, in a sentence."""


@dataclass(frozen=True)
class Check:
    """`waits`: it does little but wait, and is made beside the others."""

    name: str
    promise: str
    look: Look
    waits: bool


CHECKS: list[Check] = []


def check(promise: str, waits: bool = False) -> Callable[[Look], Look]:
    """List this function among the checks, in the order in which they stand. Its name is the check's."""

    def add(look: Look) -> Look:
        CHECKS.append(Check(look.__name__.replace("_", "-"), promise, look, waits))
        return look

    return add


def expect(found: Any, wanted: Any, what: str) -> None:
    """Raises Broken unless they are equal."""
    if found != wanted:
        raise Broken(f"{what}: {_short(found)} instead of {_short(wanted)}")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:80]}… ({len(text)} characters)"
