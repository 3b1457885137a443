"""What lies on a scene's background, from the lowest to the highest."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from storyboard.boxes import Box, Clip, Radius
from storyboard.icons import IconName
from storyboard.motion import Draw, Enter, Exit, Keyframes, Scroll
from storyboard.values import Colour, Flag, Id, Number, Part, Weight, Words

Align = Literal["left", "center", "right"]
# Of a canvas whose short side is 720; the renderer makes it smaller where the box is too small.
Size = Annotated[Number, Field(ge=8, le=480)]
LayerText = Annotated[Words, Field(min_length=1, max_length=280)]
Stagger = Literal["none", "char", "word", "line"]
LineHeight = Annotated[Number, Field(ge=0.7, le=3)]
Fit = Literal["cover", "contain"]
StrokeWidth = Annotated[Number, Field(ge=0.5, le=60)]
Address = Annotated[Words, Field(max_length=60)]
Amount = Annotated[Number, Field(ge=-1e9, le=1e9)]
Label = Annotated[Words, Field(max_length=24)]


class BaseLayer(Part):
    """`loop`: its keyframes begin again when the last one is over. `group`: the id of the group that it moves with."""

    id: Id
    box: Box
    enter: Enter | None = None
    exit: Exit | None = None
    keyframes: Keyframes = ()
    loop: Flag = False
    clip: Clip | None = None
    group: Id | None = None


class Text(BaseLayer):
    """`line_height` in sizes of the letters; None: what suits the role."""

    type: Literal["text"]
    text: LayerText
    role: Literal["heading", "body", "label"] = "body"
    size: Size | None = None
    weight: Weight | None = None
    align: Align = "left"
    color: Colour | None = None
    stagger: Stagger = "none"
    italic: Flag = False
    line_height: LineHeight | None = None


class Image(BaseLayer):
    """`ken_burns`: how far the picture is moved through while the scene lasts, 0 is not at all."""

    type: Literal["image"]
    asset_id: Id
    fit: Fit = "cover"
    radius: Radius = 0
    ken_burns: Annotated[Number, Field(ge=0, le=0.5)] = 0


def _draw(value: Any) -> Any:
    return ({} if value else None) if isinstance(value, bool) else value


class Gradient(Part):
    """`angle` in degrees: 0 is from left to right, 90 from top to bottom."""

    type: Literal["linear", "radial"]
    colors: Annotated[tuple[Colour, ...], Field(min_length=2, max_length=3)]
    angle: Annotated[Number, Field(ge=-360, le=360)] = 90


class Shape(BaseLayer):
    """`d` is an SVG path in a square of 100 x 100 that is stretched to the box. A `gradient` lies over the `fill`."""

    type: Literal["shape"]
    shape: Literal["rect", "ellipse", "path"]
    fill: Colour | None = None
    stroke: Colour | None = None
    stroke_width: StrokeWidth = 3
    radius: Radius | None = None
    glass: bool = False
    draw: Annotated[Draw | None, BeforeValidator(_draw)] = None
    gradient: Gradient | None = None
    d: Annotated[str, Field(pattern=r"^[MLHVCSQTAZmlhvcsqtaz0-9eE ,.+-]{1,1000}$")] | None = None

    @model_validator(mode="after")
    def _path_has_an_outline(self) -> Self:
        if (self.shape == "path") != (self.d is not None):
            raise ValueError("d: a path needs one, and only a path has one")
        return self


class Chart(BaseLayer):
    type: Literal["chart"]
    kind: Literal["bar", "line", "donut"]
    data: Annotated[tuple[Annotated[Number, Field(ge=0, le=1e9)], ...], Field(min_length=2, max_length=12)]
    labels: Annotated[tuple[Label, ...], Field(max_length=12)] = ()
    color: Colour = "accent"

    @model_validator(mode="after")
    def _each_value_has_its_label(self) -> Self:
        if self.labels and len(self.labels) != len(self.data):
            raise ValueError(
                f"labels: {len(self.labels)} for {len(self.data)} values in data; as many or none are needed"
            )
        return self


class Counter(BaseLayer):
    """`format` says where the number stands: "+{}%"."""

    type: Literal["counter"]
    from_: Annotated[Amount, Field(alias="from")] = 0
    to: Amount
    format: Annotated[Words, Field(pattern=r"^[^{}]{0,12}\{\}[^{}]{0,12}$")] = "{}"
    size: Size = 120
    weight: Weight = 800
    align: Align = "left"
    color: Colour = "ink"


class Icon(BaseLayer):
    """As large as fits into the box. `stroke_width` is that of an icon of 24 x 24."""

    type: Literal["icon"]
    name: IconName
    color: Colour = "ink"
    stroke_width: Annotated[Number, Field(ge=0.5, le=4)] = 2
    draw: Annotated[Draw | None, BeforeValidator(_draw)] = None


class Device(BaseLayer):
    """A screen in its frame, as large as fits into the box; a browser's window fills it. `asset_id`: what the screen shows.

    `color` is that of the frame. `address` is written at the head of a browser's window.
    """

    type: Literal["device"]
    kind: Literal["phone", "tablet", "laptop", "browser"]
    asset_id: Id | None = None
    scroll: Scroll | None = None
    color: Colour | None = None
    address: Address | None = None


AnyLayer = Text | Image | Shape | Chart | Counter | Icon | Device
Layer = Annotated[AnyLayer, Field(discriminator="type")]
