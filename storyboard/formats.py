"""The formats of a video, with their pixels."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from storyboard.boxes import Box
from storyboard.schema import Canvas

FormatName = Literal["landscape", "portrait", "square", "landscape-1080p", "portrait-1080p", "portrait-4x5"]
FORMAT_NAMES: tuple[FormatName, ...] = get_args(FormatName)
RATIOS: dict[str, FormatName] = {"16:9": "landscape", "9:16": "portrait", "1:1": "square", "4:5": "portrait-4x5"}
LAYOUTS: tuple[FormatName, ...] = (
    "landscape",
    "portrait",
    "square",
)  # a template has one for each; the others follow these
SHORT_SIDE = 720  # units: of a canvas that sizes of text refer to
SHORT_SIDES = (720, 1080)  # pixels: what an exported file may be asked to have at least


@dataclass(frozen=True, slots=True)
class Format:
    name: FormatName
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        return self.width > self.height

    @property
    def is_tall(self) -> bool:
        return self.height > self.width

    def units(self, box: Box) -> tuple[float, float]:
        """The width and height of a box in the units that sizes of text have."""
        unit = min(self.width, self.height) / SHORT_SIDE
        return box.w / 100 * self.width / unit, box.h / 100 * self.height / unit

    def even(self, x: float, y: float, side: float) -> Box:
        """A square box around a middle in %; `side` is in % of the canvas's short side."""
        pixels = side / 100 * min(self.width, self.height)
        w, h = pixels / self.width * 100, pixels / self.height * 100
        return Box(x=x - w / 2, y=y - h / 2, w=w, h=h)


FORMATS: dict[FormatName, Format] = {
    "landscape": Format("landscape", 1280, 720),
    "portrait": Format("portrait", 720, 1280),
    "square": Format("square", 1080, 1080),
    "landscape-1080p": Format("landscape-1080p", 1920, 1080),
    "portrait-1080p": Format("portrait-1080p", 1080, 1920),
    "portrait-4x5": Format("portrait-4x5", 1080, 1350),
}


def describe_formats() -> str:
    return ", ".join(f"{each.name}: {each.width} x {each.height}" for each in FORMATS.values())


def scaled_size(canvas: Canvas, short_side: int) -> tuple[int, int]:
    """Width and height of a file whose shorter side has so many pixels at least: a canvas is made larger, never smaller."""
    factor = max(1.0, short_side / min(canvas.width, canvas.height))
    return _even(canvas.width * factor), _even(canvas.height * factor)


def _even(pixels: float) -> int:
    """Rounded to even: H.264 stores colour for two by two pixels."""
    return 2 * math.floor(pixels / 2 + 0.5)


def format_of(canvas: Canvas) -> Format:
    return next(each for each in FORMATS.values() if (each.width, each.height) == (canvas.width, canvas.height))


def canvas_of(name: FormatName, fps: int = 30) -> Canvas:
    return Canvas.model_validate({"width": FORMATS[name].width, "height": FORMATS[name].height, "fps": fps})
