"""Whatever the document can express, a tool can set, or the scene agent is asked for: a field that is new is missed here."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from orchestrator.tools import TOOLS
from orchestrator.tools.edit_layer import LayerChanges
from orchestrator.tools.scene_agent.layers_form import layers_form
from orchestrator.tools.scene_changes import BackgroundChange, TransitionChange
from storyboard.boxes import Box, Clip
from storyboard.groups import Group
from storyboard.layers import AnyLayer, BaseLayer, Gradient
from storyboard.motion import CameraKeyframe, Draw, Enter, Exit, Keyframe, Scroll
from storyboard.schema import (
    AssetRef,
    Background,
    Canvas,
    Fonts,
    MadeFrom,
    Palette,
    Scene,
    Storyboard,
    Style,
    Transition,
)
from storyboard.values import Part

Field = tuple[type[BaseModel], str]

# Not said by anybody: it follows from something else.
DERIVED: dict[type[Part], set[str]] = {
    Storyboard: {
        "version",
        "canvas",
        "style",
        "assets",
        "scenes",
    },  # the last four by their parts, or by add_asset and add_scene
    Canvas: {"width", "height"},  # of the format
    Style: {"palette", "fonts"},  # its colours; there is one font
    Fonts: set(Fonts.model_fields),
    Palette: set(Palette.model_fields),  # set_style takes all seven as #rrggbb
    AssetRef: set(AssetRef.model_fields),  # of the picture that was uploaded
    Scene: {"id", "template"},
    MadeFrom: set(MadeFrom.model_fields),
    Box: set(Box.model_fields),  # four numbers in the form, x, y, w, h in edit_layer
}
# As it is by default is good enough: it is not asked for, and taken if it is written.
USUAL: dict[type[Part], set[str]] = {Exit: {"ease"}, Scroll: {"ease", "from_"}}
# What the tools call otherwise than the document, each with the field that it sets.
NAMED: dict[Field, tuple[str, str]] = {
    (Storyboard, "cover"): ("set_cover", "seconds"),
    (Canvas, "fps"): ("set_format", "fps"),
    (Scene, "name"): ("edit_scene", "name"),
    (Scene, "duration"): ("set_duration", "seconds"),
}
KINDS = get_args(AnyLayer)


def parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """All models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from parts_in(field.annotation)
    for each in get_args(annotation):
        yield from parts_in(each)


def of_tools() -> set[Field]:
    whole = {part for tool in TOOLS.values() for part in parts_in(tool.arguments) if issubclass(part, Part)}
    found = {(part, name) for part in whole for name in part.model_fields}
    names = {*LayerChanges.model_fields}
    found |= {(kind, name) for kind in KINDS for name in names & kind.model_fields.keys()}
    found |= {(Background, name) for name in BackgroundChange.model_fields}
    found |= {(Transition, name) for name in TransitionChange.model_fields}
    assert all(name in TOOLS[tool].arguments.model_fields for tool, name in NAMED.values())
    return found | NAMED.keys()


def of_form() -> set[Field]:
    """What the scene agent is asked for."""
    scene = properties(layers_form().schema)
    layer = properties(scene["layers"]["items"])
    content = {name: each for option in layer["content"]["anyOf"] for name, each in properties(option).items()}
    asked: dict[type[Part], dict[str, Any]] = {
        Scene: {**scene, "groups": None},
        Background: properties(scene["background"]),
        Transition: properties(scene["transition"]),
        CameraKeyframe: properties(scene["camera"]["items"]),
        Enter: properties(layer["enter"]),
        Exit: properties(layer["exit"]),
        Keyframe: properties(layer["keyframes"]["items"]),
        Draw: properties(properties(content["shape"])["draw"]),
        Scroll: properties(properties(content["device"])["scroll"]),
        Gradient: properties(properties(content["shape"])["gradient"]),
        Group: layer,
        Clip: dict.fromkeys(Clip.model_fields),  # five numbers
    }
    for kind in KINDS:
        [name] = get_args(kind.model_fields["type"].annotation)
        asked[kind] = {
            "type": None,
            "group": None,
            **{name: layer[name] for name in BaseLayer.model_fields if name in layer},
        }
        asked[kind] |= properties(content[name])
    return {(part, name) for part, names in asked.items() for name in part.model_fields if alias(part, name) in names}


def properties(node: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in (node, *node.get("anyOf", ())) if "properties" in each)["properties"]
    return found


def alias(part: type[BaseModel], name: str) -> str:
    return part.model_fields[name].alias or name


def test_every_field_of_the_document_can_be_set() -> None:
    document = {(part, name) for part in parts_in(Storyboard) for name in part.model_fields}
    assert len(document) > 100
    exempt = {(part, name) for part, names in (*DERIVED.items(), *USUAL.items()) for name in names}
    assert exempt <= document
    missing = document - exempt - of_tools() - of_form()
    assert sorted(f"{part.__name__}.{name}" for part, name in missing) == []
