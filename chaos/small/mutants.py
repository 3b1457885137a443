"""The product with one of its guards taken out, each of which the checker must notice. Patched here, never a switch there.

To each belongs a short history that needs that guard: the whole product lives through it.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from chaos.small.steps import Step
from chatstream.follow.hub import Hub
from chatstream.log import event_log
from chatstream.log.script_batcher import Script

_SCRIPT = event_log._APPEND.text


@contextmanager
def _script_with(guard: str, instead: str) -> Iterator[None]:
    """append.lua with one line changed, for every log of this process."""
    if guard not in _SCRIPT:
        raise LookupError(f"append.lua has no {guard!r} any more: mend the mutant")
    with patch.object(event_log, "_APPEND", Script(_SCRIPT.replace(guard, instead))):
        yield


def _without_the_fence() -> AbstractContextManager[None]:
    return _script_with("if is_owned_by_another then", "if false then")


def _without_the_position() -> AbstractContextManager[None]:
    return _script_with("local knows_position = known_epoch ~= '0'", "local knows_position = false")


def _without_identity() -> AbstractContextManager[None]:
    return _script_with("for i = math.max(appended - first + 2, 1), bodies do", "for i = 1, bodies do")


@contextmanager
def _without_polls() -> Iterator[None]:
    async def never(hub: Any) -> None:
        await asyncio.Event().wait()

    with patch.object(Hub, "_poll", never):
        yield


TELLTALE_HISTORIES: dict[str, list[Step]] = {
    "fence off": [
        ("take over", 0),
        ("say", 3),
        ("wait", 200),
        ("pause", 0),
        ("take over", 0),
        ("say", 3),
        ("wait", 200),
        ("wake", 0),
        ("say", 3),
        ("wait", 200),
        ("say", 3),
        ("wait", 200),
    ],
    "position check off": [("take over", 0), ("say", 3), ("wait", 200), ("lose the log", 0), ("say", 3), ("wait", 200)],
    "retry without identity": [
        ("take over", 0),
        ("say", 3),
        ("wait", 200),
        ("lose answers", 0),
        ("say", 3),
        ("wait", 200),
    ],
    "wake-up without poll": [
        ("wait", 200),
        ("drop wake-ups", 100),
        ("take over", 0),
        ("say", 3),
        ("finish", 0),
        ("wait", 400),
    ],
}

MUTANTS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "fence off": _without_the_fence,
    "position check off": _without_the_position,
    "retry without identity": _without_identity,
    "wake-up without poll": _without_polls,
}
