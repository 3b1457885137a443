"""What a renderer is told, and what it may say. A renderer of one's own needs this file and docs/render-lane.md, and no other."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class LocalFile(_Told):
    path: Path
    media_type: str


class Job(_Told):
    """A JSON file; its path is the renderer's only argument.

    `width`, `height`: of the file, in pixels; the document's canvas is as large, or is drawn larger.
    `assets`: the pictures that the document names, by the id in `asset:ID`. `static`: the folder that has
    renderer/renderer.js, css/video-fonts.css and fonts/. `out`: the MP4 to write; whatever else a renderer writes lies beside
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


class Composition(_Told):
    """First: what will be rendered."""

    type: Literal["composition"] = "composition"
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    fps: int = Field(gt=0)
    frames: int = Field(gt=0)


class Progress(_Told):
    """So many frames are done. Also a sign of life."""

    type: Literal["progress"] = "progress"
    frame: int = Field(ge=0)
    frames: int = Field(gt=0)


class Done(_Told):
    """Last: the file has its name."""

    type: Literal["done"] = "done"
    bytes: int = Field(gt=0)


class Failure(_Told):
    """Last: why there is no file. `message` is for the operator's log; `frame`: where it happened, from 0."""

    type: Literal["error"] = "error"
    message: str
    frame: int | None = None


Event = Composition | Progress | Done | Failure

_event: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


def say(event: Event) -> None:
    """One line on standard output."""
    sys.stdout.write(event.model_dump_json() + "\n")
    sys.stdout.flush()


def parse(line: bytes) -> Event:
    """Raises ValueError for what is no event."""
    return _event.validate_json(line)
