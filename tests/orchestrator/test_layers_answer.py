"""A scene in layers in every shape in which models write it: all of them mean the same."""

import json
from typing import Any

import pytest

from orchestrator.tools.scene_agent.layers_answer import to_scene
from orchestrator.tools.scene_agent.layers_draft import changed_scene, new_scene
from orchestrator.tools.scene_agent.layers_form import to_answer
from orchestrator.tools.scene_agent.layers_prompt import examples
from storyboard.encoding import encode
from storyboard.schema import Scene
from storyboard.templates import expand

BOX = [10, 20, 80, 30]
TEXT = {"text": "Hello", "size": 90}
GROUND = {"type": "solid", "colors": ["bg"]}
LAYER = {"id": "headline", "content": {"text": TEXT}, "box": BOX}
BLANKS = {"enter": None, "exit": None, "keyframes": []}


def with_layer(layer: Any) -> dict[str, Any]:
    return {"background": GROUND, "layers": [layer]}


SHAPES: dict[str, Any] = {
    "as it is asked for": with_layer({**LAYER, **BLANKS}),
    "without what may be left out": with_layer(LAYER),
    "as the document has it": with_layer({"id": "headline", "type": "text", **TEXT, "box": BOX}),
    "the kind as the key of the layer": with_layer({"id": "headline", "text": TEXT, "box": BOX}),
    "the type beside the content": with_layer({"id": "headline", "type": "text", "content": TEXT, "box": BOX}),
    "no type at all": with_layer({"id": "headline", **TEXT, "box": BOX}),
    "nothing for every other kind": with_layer({**LAYER, "content": {"image": {}, "text": TEXT, "shape": None}}),
    "the box by its sides": with_layer({**LAYER, "box": {"x": 10, "y": 20, "w": 80, "h": 30}}),
    "numbers as words": with_layer({**LAYER, "content": {"text": {**TEXT, "size": "90"}}}),
    "blanks": with_layer({**LAYER, "content": {"text": {**TEXT, "color": "", "weight": None}}}),
    "another way to write the id": with_layer({**LAYER, "id": "Headline"}),
    "the layer as a string": with_layer(json.dumps(LAYER)),
    "the layers as a string": {"background": GROUND, "layers": json.dumps([LAYER])},
    "all within the scene": {"scene": with_layer(LAYER)},
    "the whole call": {"name": "layers", "arguments": with_layer(LAYER)},
    "with what is ours": {**with_layer(LAYER), "id": "x", "name": "Hi", "duration": 9, "template": None},
    "a thought of its own": {"reasoning": "Large words.", **with_layer(LAYER)},
}


@pytest.mark.parametrize("answer", SHAPES.values(), ids=SHAPES)
def test_each_shape_is_the_same_scene(answer: Any) -> None:
    made, plain = (new_scene(to_scene(each), "Hi", 4).scene for each in (answer, with_layer(LAYER)))
    assert encode(made) == encode(plain)


def test_layers_without_an_id_or_with_one_twice_get_one() -> None:
    layers = [{**LAYER, "id": name} for name in ("", "Card 1", "card-1", "!")]
    made = new_scene(to_scene({"background": GROUND, "layers": layers}), "Hi", 4).scene
    assert [each.id for each in made.layers] == ["layer-1", "card-1", "card-1-2", "layer-4"]


def test_keyframes_come_in_the_order_of_their_time() -> None:
    frames = [{"t": 2, "scale": 1.2}, {"t": 0, "scale": 1, "rotate": None}]
    [layer] = new_scene(to_scene(with_layer({**LAYER, "keyframes": frames})), "Hi", 4).scene.layers
    assert [each.t for each in layer.keyframes] == [0, 2]


def a_title() -> Scene:
    return expand("title", {"headline": "Hi"}, scene_id="a", scene_name="A", duration=4, format="landscape", variant=0)


def test_another_format_lays_a_changed_scene_out_anew_only_if_nothing_was_moved() -> None:
    before = a_title()
    recoloured, moved = to_answer(before), to_answer(before)
    recoloured["background"] = GROUND
    moved["layers"][0]["box"] = BOX
    assert changed_scene(to_scene(recoloured), before).scene.template == before.template
    assert changed_scene(to_scene(moved), before).scene.template is None


def test_what_an_edit_does_not_say_stays() -> None:
    before = a_title()
    assert changed_scene({}, before).scene == before


@pytest.mark.parametrize(("brief", "scene"), examples())
def test_the_examples_in_the_prompt_are_scenes(brief: str, scene: Scene) -> None:
    assert new_scene(to_scene(to_answer(scene)), scene.name, scene.duration).scene.layers == scene.layers
