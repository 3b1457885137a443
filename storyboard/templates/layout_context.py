"""What a template lays out for: the shape of the canvas, the duration of the scene, and the look."""

from dataclasses import dataclass

from storyboard.boxes import Box
from storyboard.formats import FORMATS, SHORT_SIDE, FormatName
from storyboard.layers import AnyLayer
from storyboard.motion import Ease, Enter, Exit, Preset
from storyboard.schema import Background

Layers = list[AnyLayer]
Expansion = tuple[Background, Layers]
Place = tuple[float, float, float, float]  # left, top, width and height, in units
Point = tuple[float, float]

STRETCHED = 1.5  # a canvas of 4:5 is laid out as a square is
CALM = 3.2  # seconds: the length that the timings in templates are written for
PACE_MAX = 1.2  # a long scene must not make people wait for its words
AT_MAX = 2.6  # of a scene of CALM seconds, so that every entrance begins well before its end


@dataclass(frozen=True)
class LayoutContext:
    """The canvas and the scene, in units: the canvas's short side has SHORT_SIDE of them. Times are in seconds."""

    format: FormatName
    duration: float
    variant: int = 0

    @property
    def width(self) -> float:
        return self._units(0)

    @property
    def height(self) -> float:
        return self._units(1)

    def _units(self, axis: int) -> float:
        size = FORMATS[self.format].width, FORMATS[self.format].height
        return size[axis] * SHORT_SIDE / min(size)

    @property
    def is_wide(self) -> bool:
        return self.width > STRETCHED * self.height

    @property
    def is_tall(self) -> bool:
        return self.height > STRETCHED * self.width

    @property
    def margin(self) -> float:
        return 96 if self.is_wide else 64

    @property
    def inner(self) -> float:
        return self.width - 2 * self.margin

    @property
    def zoom(self) -> float:
        """Of words: a tall canvas is watched on a telephone, and has the room."""
        return 1.18 if self.is_tall else 1

    @property
    def pace(self) -> float:
        return min(PACE_MAX, self.duration / CALM)

    def at(self, seconds: float) -> float:
        return round(min(seconds, AT_MAX) * self.pace, 3)

    def lasting(self, seconds: float) -> float:
        return round(max(0.05, seconds * self.pace), 3)

    def look(self, count: int) -> int:
        return self.variant % count

    def box(self, x: float, y: float, w: float, h: float) -> Box:
        """A box in percent, from units."""
        across, down = 100 / self.width, 100 / self.height
        return Box(x=x * across, y=y * down, w=w * across, h=h * down)

    def enter(self, preset: Preset, at: float = 0, lasting: float = 0.8, ease: Ease = "expo") -> Enter:
        return Enter(preset=preset, at=self.at(at), duration=self.lasting(lasting), ease=ease)

    def exit(self, preset: Preset, at: float, lasting: float = 0.3) -> Exit:
        return Exit(preset=preset, at=self.at(at), duration=self.lasting(lasting))
