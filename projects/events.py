"""The events that this project adds to those of chatstream."""

from typing import Any, Literal

from chatstream.wire.events import Event


class StoryboardChanged(Event):
    """`storyboard`: the whole document, left out if it is large. `summary`: what has changed, in words."""

    type: Literal["storyboard"] = "storyboard"
    revision: int
    cause: Literal["tool", "undo", "edit"]
    summary: str
    storyboard: dict[str, Any] | None = None

    LARGE_FIELD = "storyboard"
