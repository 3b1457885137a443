"""What moves as one is asked for among the layers, and is a group of the document."""

from typing import Any

import pytest

from orchestrator.tools.scene_agent.layers_answer import to_scene
from orchestrator.tools.scene_agent.layers_draft import new_scene
from orchestrator.tools.scene_agent.layers_form import to_answer
from storyboard.changes import OperationRefused
from storyboard.encoding import encode
from storyboard.schema import Scene

PHONE: dict[str, Any] = {
    "id": "scene",
    "name": "Phone",
    "duration": 4,
    "background": {"type": "mesh", "colors": ["bg", "accent"], "drift": 1},
    "layers": [
        {"id": "phone", "type": "device", "kind": "phone", "box": {"x": 30, "y": 10, "w": 40, "h": 80}, "group": "all"},
        {
            "id": "badge",
            "type": "icon",
            "name": "check",
            "box": {"x": 60, "y": 10, "w": 10, "h": 10},
            "group": "all",
            "clip": {"x": 0, "y": 0, "w": 100, "h": 50, "radius": 12},
        },
        {"id": "line", "type": "text", "text": "It works", "italic": True, "box": {"x": 10, "y": 2, "w": 80, "h": 8}},
    ],
    "groups": [
        {
            "id": "all",
            "box": {"x": 30, "y": 10, "w": 40, "h": 80},
            "enter": {"preset": "rise", "at": 0.1},
            "keyframes": [{"t": 0, "rotate": -4}, {"t": 4, "rotate": 4}],
        }
    ],
    "camera": [{"t": 0, "zoom": 1}, {"t": 4, "zoom": 1.2}],
}


def test_a_scene_with_groups_and_a_camera_is_the_same_after_it_was_asked_for() -> None:
    scene = Scene.model_validate(PHONE)
    asked = to_answer(scene)
    assert [each["id"] for each in asked["layers"]] == ["all", "phone", "badge", "line"]
    assert asked["layers"][0]["content"] == {"group": {"layers": ["phone", "badge"]}}
    assert encode(new_scene(to_scene(asked), "Phone", 4).scene) == encode(scene)


def test_a_scene_in_the_documents_own_shape_is_taken_too() -> None:
    assert encode(new_scene(to_scene(PHONE), "Phone", 4).scene) == encode(Scene.model_validate(PHONE))


def test_a_group_names_layers_as_loosely_as_they_name_themselves() -> None:
    layers = [
        {"id": "Card 1", "content": {"text": {"text": "One"}}, "box": [10, 10, 50, 20]},
        {"id": "Both", "content": {"group": {"layers": ["Card 1"]}}, "box": [0, 0, 100, 100]},
    ]
    made = new_scene(to_scene({"background": PHONE["background"], "layers": layers}), "A", 4).scene
    assert ([each.group for each in made.layers], [each.id for each in made.groups]) == (["both"], ["both"])


@pytest.mark.parametrize(
    ("late", "why"),
    [
        ({"camera": [{"t": 9, "zoom": 2}]}, "camera: the last keyframe is at 9 s"),
        ({"groups": [{"id": "all", "enter": {"preset": "rise", "at": 3.9}}]}, "“all”: enter ends at 4.6 s"),
    ],
)
def test_what_moves_after_the_end_is_sent_back(late: dict[str, Any], why: str) -> None:
    with pytest.raises(OperationRefused, match=why):
        new_scene(to_scene(PHONE | late), "Phone", 4)
