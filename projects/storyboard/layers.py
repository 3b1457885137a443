"""What lies on a scene's background, from the lowest to the highest."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from projects.storyboard.motion import Draw, Enter, Exit, Keyframe
from projects.storyboard.values import Colour, Id, Number, Part, Weight, Words

Align = Literal["left", "center", "right"]
Side = Annotated[Number, Field(gt=0, le=200)]
Corner = Annotated[Number, Field(ge=-100, le=200)]
# Of a canvas whose short side is 720; the renderer makes it smaller where the box is too small.
Size = Annotated[Number, Field(ge=8, le=480)]
Radius = Annotated[Number, Field(ge=0, le=720)]
Amount = Annotated[Number, Field(ge=-1e9, le=1e9)]
Label = Annotated[Words, Field(max_length=24)]


class Box(Part):
    """In % of the canvas, from its left upper corner."""

    x: Corner
    y: Corner
    w: Side
    h: Side

    @model_validator(mode="after")
    def _is_seen(self) -> Self:
        if self.x >= 100 or self.y >= 100 or self.x + self.w <= 0 or self.y + self.h <= 0:
            raise ValueError("the box lies outside the canvas")
        return self


class BaseLayer(Part):
    id: Id
    box: Box
    enter: Enter | None = None
    exit: Exit | None = None
    keyframes: Annotated[tuple[Keyframe, ...], Field(max_length=24)] = ()

    @model_validator(mode="after")
    def _keyframes_follow_each_other(self) -> Self:
        times = [keyframe.t for keyframe in self.keyframes]
        if times != sorted(set(times)):
            raise ValueError("keyframes: each t must be later than the one before")
        return self


class Text(BaseLayer):
    type: Literal["text"]
    text: Annotated[Words, Field(min_length=1, max_length=280)]
    role: Literal["heading", "body", "label"] = "body"
    size: Size | None = None
    weight: Weight | None = None
    align: Align = "left"
    color: Colour | None = None
    stagger: Literal["none", "char", "word", "line"] = "none"


class Image(BaseLayer):
    """`ken_burns`: how far the picture is moved through while the scene lasts, 0 is not at all."""

    type: Literal["image"]
    asset_id: Id
    fit: Literal["cover", "contain"] = "cover"
    radius: Radius = 0
    ken_burns: Annotated[Number, Field(ge=0, le=0.5)] = 0


def _draw(value: Any) -> Any:
    return ({} if value else None) if isinstance(value, bool) else value


class Shape(BaseLayer):
    """`d` is an SVG path in a square of 100 x 100 that is stretched to the box."""

    type: Literal["shape"]
    shape: Literal["rect", "ellipse", "path"]
    fill: Colour | None = None
    stroke: Colour | None = None
    stroke_width: Annotated[Number, Field(ge=0.5, le=60)] = 3
    radius: Radius | None = None
    glass: bool = False
    draw: Annotated[Draw | None, BeforeValidator(_draw)] = None
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


Layer = Annotated[Text | Image | Shape | Chart | Counter, Field(discriminator="type")]
AnyLayer = Text | Image | Shape | Chart | Counter
