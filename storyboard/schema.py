"""The document: a canvas, a style, the assets and the scenes one after the other.

The durations of the scenes add up to that of the video: a transition takes its time from the start of its own scene, while
the scene before it is seen on. Sizes of text are for a canvas whose short side is 720.
"""

import json
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, Strict, field_validator, model_validator

from storyboard.groups import Group
from storyboard.layers import Device, Image, Layer
from storyboard.migrations import VERSION
from storyboard.motion import Camera
from storyboard.values import LEFT_OUT_IF_EMPTY, Colour, Fraction, Hex, Id, Number, Part, Words

LONGEST_VIDEO = 300.0
LARGEST_DOCUMENT = 256_000  # bytes
LARGEST_SLOTS = 4_000
Font = Literal["inter"]
Fps = Annotated[int, Strict(), Field(ge=24, le=60)]
BackgroundType = Literal["solid", "linear", "radial", "mesh"]
BackgroundColours = Annotated[tuple[Colour, ...], Field(min_length=1, max_length=5)]
BackgroundPattern = Literal["none", "grid", "dots"]
Drift = Annotated[Number, Field(ge=-3, le=3)]
TransitionType = Literal["none", "fade", "slide", "wipe", "circle", "zoom"]
TransitionSeconds = Annotated[Number, Field(ge=0, le=2)]
Direction = Literal["left", "right", "up", "down"]
SceneName = Annotated[Words, Field(min_length=1, max_length=60)]
Cover = Annotated[Number, Field(ge=0, le=LONGEST_VIDEO)]
SceneSeconds = Annotated[Number, Field(ge=0.5, le=60)]

SIZES = ((1280, 720), (720, 1280), (1080, 1080), (1920, 1080), (1080, 1920), (1080, 1350))


class Canvas(Part):
    width: Literal[720, 1080, 1280, 1920]
    height: Literal[720, 1080, 1280, 1350, 1920]
    fps: Fps = 30

    @model_validator(mode="after")
    def _is_a_format(self) -> Self:
        if (self.width, self.height) not in SIZES:
            *first, last = (f"{width} x {height}" for width, height in SIZES)
            raise ValueError(f"width and height: {', '.join(first)} or {last}")
        return self


class Palette(Part):
    bg: Hex
    surface: Hex
    ink: Hex
    muted: Hex
    accent: Hex
    accent2: Hex
    accent3: Hex


class Fonts(Part):
    heading: Font = "inter"
    body: Font = "inter"


class Style(Part):
    palette: Palette
    fonts: Fonts = Fonts()


class AssetRef(Part):
    """`src` names an uploaded file; whoever shows the document knows the address of its bytes."""

    kind: Literal["image"]
    src: Annotated[str, Field(pattern=r"^asset:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    alt: Annotated[Words, Field(max_length=200)] = ""
    width: Annotated[int, Strict(), Field(ge=1, le=16384)]
    height: Annotated[int, Strict(), Field(ge=1, le=16384)]


class Background(Part):
    type: BackgroundType
    colors: BackgroundColours
    drift: Drift = 0
    pattern: BackgroundPattern = "none"
    vignette: Fraction = 0


class Transition(Part):
    type: TransitionType
    duration: TransitionSeconds = 0.5
    direction: Direction = "left"


class MadeFrom(Part):
    """The template of a scene and what was put into it, so that another format can lay it out anew."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
    seed: Annotated[int, Strict(), Field(ge=0, le=999_999)] = 0
    slots: dict[str, JsonValue]

    @field_validator("slots")
    @classmethod
    def _is_small(cls, slots: dict[str, Any]) -> dict[str, Any]:
        if len(json.dumps(slots, ensure_ascii=False, allow_nan=False)) > LARGEST_SLOTS:
            raise ValueError(f"at most {LARGEST_SLOTS} characters")
        return slots


class Scene(Part):
    """`camera` moves all layers; the background stays, so that nothing bare is ever seen."""

    id: Id
    name: SceneName
    duration: SceneSeconds
    background: Background
    transition: Transition = Transition(type="none", duration=0)
    layers: Annotated[tuple[Layer, ...], Field(max_length=40)]
    groups: Annotated[tuple[Group, ...], Field(max_length=12), LEFT_OUT_IF_EMPTY] = ()
    camera: Camera = ()
    template: MadeFrom | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        _refuse_duplicates("layers and groups", [each.id for each in (*self.layers, *self.groups)])
        groups = {group.id for group in self.groups}
        for layer in self.layers:
            if layer.group is not None and layer.group not in groups:
                known = ", ".join(sorted(groups)) or "none"
                raise ValueError(f"layers: “{layer.id}” names the group “{layer.group}” (there is: {known})")
        if self.transition.duration >= self.duration:
            raise ValueError("transition: its duration must be shorter than the scene's")
        for each in (*self.layers, *self.groups):
            if each.enter and each.enter.at >= self.duration:
                what = f"enter.at of “{each.id}” is not before the end of the scene ({self.duration:g} s)"
                raise ValueError(f"layers: {what}")
        return self


class Storyboard(Part):
    """`version` is that of the schema, see `migrations.py`.

    `cover` is the second of the video that stands for the whole; None: the renderer chooses one.
    """

    version: Literal[2] = VERSION
    canvas: Canvas
    style: Style
    assets: Annotated[dict[Id, AssetRef], Field(max_length=60)] = {}
    scenes: Annotated[tuple[Scene, ...], Field(max_length=60)] = ()
    cover: Cover | None = None

    @property
    def duration(self) -> float:
        """Seconds."""
        return round(sum(scene.duration for scene in self.scenes), 3)

    @cached_property
    def canonical_text(self) -> str:
        """`to_text`, computed once: the document is immutable."""
        return self.to_text()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        _refuse_duplicates("scenes", [scene.id for scene in self.scenes])
        if self.duration > LONGEST_VIDEO:
            raise ValueError(f"scenes: their durations add up to {self.duration:g} s; {LONGEST_VIDEO:g} s is the most")
        for i, scene in enumerate(self.scenes):
            for layer in scene.layers:
                if isinstance(layer, Image | Device) and layer.asset_id not in (None, *self.assets):
                    known = ", ".join(self.assets) or "none"
                    place = f"scenes[{i}].layers “{layer.id}”.asset_id"
                    raise ValueError(f"{place}: there is no asset “{layer.asset_id}” (there is: {known})")
        if len(self.canonical_text.encode()) > LARGEST_DOCUMENT:
            raise ValueError(f"scenes: the document is larger than {LARGEST_DOCUMENT // 1000} kB")
        return self


def _refuse_duplicates(field: str, ids: list[str]) -> None:
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise ValueError(f"{field}: the id “{twice[0]}” is there twice")
