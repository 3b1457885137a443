"""The events that this project adds to those of chatstream."""

from typing import Any, Literal

from chatstream.wire.events import Event


class StoryboardChanged(Event):
    """`storyboard`: the whole document, left out if it is large. `summary`: what has changed, in words; `phrases`: the
    same in parts that can be translated (storyboard/phrases.py).
    """

    type: Literal["storyboard"] = "storyboard"
    revision: int
    cause: Literal["tool", "undo", "edit"]
    summary: str
    phrases: list[dict[str, Any]] | None = None
    storyboard: dict[str, Any] | None = None

    LARGE_FIELD = "storyboard"


class ProjectRenamed(Event):
    """By a person, or after the first message; a title that a model gives is in the result of `set_title`."""

    type: Literal["project_renamed"] = "project_renamed"
    title: str
