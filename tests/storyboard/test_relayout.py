"""A video in another format: what templates made is laid out for it, and what was done by hand is kept."""

from itertools import permutations

import pytest

from storyboard.changes import OperationRefused
from storyboard.compose import SceneBrief, draft
from storyboard.encoding import encode
from storyboard.formats import FORMAT_NAMES, LAYOUTS, FormatName, canvas_of
from storyboard.layers import AnyLayer, Shape, Text
from storyboard.operations import delete_scenes, set_color, set_duration, set_format, set_text
from storyboard.operations.finding import layer_of
from storyboard.palettes import PALETTES
from storyboard.schema import Scene, Storyboard, Style
from storyboard.templates import TEMPLATES, expand
from tests.storyboard.documents import a_document, every_layer
from tests.storyboard.words import slots

SCENES = [
    SceneBrief("Opening", "title", {"headline": "Slow mornings", "kicker": "Kaffa", "subtitle": "Better coffee"}),
    SceneBrief("Menu", "feature_list", {"title": "Three ways", "features": ["Espresso", "Filter", "Beans"]}),
    SceneBrief("Come in", "call_to_action", {"headline": "See you at seven", "button": "Hafenstrasse 12"}),
]


def coffee(format: FormatName = "landscape") -> Storyboard:
    return draft(format=format, palette="warm", seconds=12, scenes=SCENES)


@pytest.mark.parametrize("format", FORMAT_NAMES)
def test_it_is_as_if_made_in_that_format(format: FormatName) -> None:
    assert encode(set_format(coffee(), format)) == encode(coffee(format))


def test_there_and_back_is_the_same() -> None:
    assert encode(set_format(set_format(coffee(), "portrait"), "landscape")) == encode(coffee())


def all_templates(format: FormatName, length: int, look: int) -> Storyboard:
    """A scene of each template, all in this look."""
    scenes = [
        expand(
            name,
            slots(name, length),
            scene_id=name.replace("_", "-"),
            scene_name=name,
            duration=4,
            format=format,
            variant=look,
        )
        for name in TEMPLATES
    ]
    return Storyboard(canvas=canvas_of(format), style=Style(palette=PALETTES["mint"]), scenes=tuple(scenes))


@pytest.mark.parametrize("length", [3, 80])
@pytest.mark.parametrize("look", range(3))
def test_every_template_in_every_format_and_back(look: int, length: int) -> None:
    made = {format: encode(all_templates(format, length, look)) for format in LAYOUTS}
    for before, after in permutations(LAYOUTS, 2):
        there = set_format(all_templates(before, length, look), after)
        assert encode(there) == made[after]
        assert encode(set_format(there, before)) == made[before]


@pytest.mark.parametrize("look", range(3))
def test_a_template_has_the_same_layers_in_every_format(look: int) -> None:
    """What was changed by hand finds its layer again."""
    for scenes in zip(*(all_templates(format, 24, look).scenes for format in LAYOUTS), strict=True):
        words = [{layer.id for layer in scene.layers if not isinstance(layer, Shape)} for scene in scenes]
        assert words[0] == words[1] == words[2]


def test_a_larger_canvas_of_the_same_shape_changes_no_place() -> None:
    """Sizes are for a short side of 720, places in %."""
    assert set_format(coffee(), "landscape-1080p").scenes == coffee().scenes
    assert set_format(coffee("portrait"), "portrait-1080p").scenes == coffee("portrait").scenes


def test_the_same_format_is_no_change() -> None:
    document = coffee()
    assert set_format(document, "landscape") is document


def test_what_was_done_by_hand_is_kept() -> None:
    document = set_text(coffee(), "scene-1", "headline", "Loud evenings")
    document = set_color(document, "scene-1", "headline", "#ff0000")
    document = set_duration(document, "scene-1", 2)
    headline = layer_of(set_format(document, "portrait").scenes[0], "headline")
    assert isinstance(headline, Text)
    assert (headline.text, headline.color) == ("Loud evenings", "#ff0000")
    assert headline.enter == layer_of(document.scenes[0], "headline").enter
    assert headline.box == layer_of(coffee("portrait").scenes[0], "headline").box


def test_what_was_deleted_stays_away_and_what_was_added_stays() -> None:
    document = coffee()
    scene = document.scenes[0]
    added = Text.model_validate(
        {"id": "mine", "type": "text", "text": "Mine", "box": {"x": 5, "y": 5, "w": 20, "h": 5}}
    )
    others = tuple(layer for layer in scene.layers if layer.id != "subtitle")
    changed = scene.model_copy(update={"layers": (*others, added)})
    document = document.model_copy(update={"scenes": (changed, *document.scenes[1:])})
    assert [layer.id for layer in set_format(document, "square").scenes[0].layers] == [
        *(each.id for each in others),
        "mine",
    ]


def made_by_hand() -> Storyboard:
    document = a_document()
    document["scenes"][1]["layers"] = every_layer()
    return Storyboard.model_validate(document)


def pixels(document: Storyboard, layer: AnyLayer) -> tuple[float, float]:
    return layer.box.w * document.canvas.width, layer.box.h * document.canvas.height


def test_a_scene_of_no_template_keeps_its_places_and_what_is_drawn_its_proportions() -> None:
    before = made_by_hand()
    after = set_format(before, "portrait")
    assert layer_of(after.scenes[1], "headline").box == layer_of(before.scenes[1], "headline").box
    for layer_id in ("line", "picture"):
        old = pixels(before, layer_of(before.scenes[1], layer_id))
        new = pixels(after, layer_of(after.scenes[1], layer_id))
        assert new[0] / new[1] == pytest.approx(old[0] / old[1], rel=0.01)


@pytest.mark.parametrize(
    "template", [{"name": "of_another_version", "slots": {}}, {"name": "title", "slots": {"zebra": 1}}]
)
def test_a_template_that_is_unknown_here_does_no_harm(template: dict[str, object]) -> None:
    document = a_document()
    document["scenes"][0]["template"] = template
    before = Storyboard.model_validate(document)
    after: Scene = set_format(before, "portrait").scenes[0]
    assert after == before.scenes[0]


def test_an_unknown_format_and_an_empty_video() -> None:
    with pytest.raises(OperationRefused, match="landscape, portrait, square"):
        set_format(coffee(), "cinema")  # type: ignore[arg-type]
    empty = delete_scenes(coffee(), ["scene-1", "scene-2", "scene-3"])
    assert set_format(empty, "square").canvas.width == 1080
