"""The protocol between a worker and a renderer: the job and the events. This file and docs/render-lane.md describe it all."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class LocalFile(_Message):
    path: Path
    media_type: str


class Job(_Message):
    """A JSON file; its path is the renderer's only argument.

    `width`, `height`: of the file, in pixels; the document's canvas is as large, or is drawn larger.
    `assets`: the pictures that the document names, by the id in `asset:ID`. `static`: the folder that has
    renderer/renderer.js, css/ and fonts/. `out`: the MP4 to write; whatever else a renderer writes lies beside
    it, and goes with the folder. `chromium`: the browser to use, if one is needed.
    """

    document: dict[str, Any]
    width: int
    height: int
    assets: dict[str, LocalFile]
    static: Path
    out: Path
    chromium: str


class StillsJob(Job):
    """For single frames: `out` is not written, each frame is a JPEG beside it."""

    frames: tuple[int, ...]

    def still(self, place: int) -> Path:
        return self.out.with_name(f"still-{place}.jpg")


class Composition(_Message):
    """The first event: what will be rendered."""

    type: Literal["composition"] = "composition"
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    fps: int = Field(gt=0)
    frames: int = Field(gt=0)


class Progress(_Message):
    """`frame` of `frames` are rendered. Also shows that the renderer is alive."""

    type: Literal["progress"] = "progress"
    frame: int = Field(ge=0)
    frames: int = Field(gt=0)


class Done(_Message):
    """The last event: the file is complete."""

    type: Literal["done"] = "done"
    bytes: int = Field(gt=0)


class Failure(_Message):
    """The last event: why there is no file. `message` is for the operator's log; `frame`: where it happened, from 0."""

    type: Literal["error"] = "error"
    message: str
    frame: int | None = None


Event = Composition | Progress | Done | Failure

_event: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


def emit(event: Event) -> None:
    """Write the event as one line of JSON to standard output."""
    sys.stdout.write(event.model_dump_json() + "\n")
    sys.stdout.flush()


def parse_event(line: bytes) -> Event:
    """Raises ValueError if the line is no event."""
    return _event.validate_json(line)
