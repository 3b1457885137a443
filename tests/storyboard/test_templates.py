"""Every template, in every format and look, with short and long words, in short and long scenes."""

import pytest
from pydantic import ValidationError

from storyboard.encoding import decode, encode
from storyboard.formats import LAYOUTS, FormatName, canvas_of
from storyboard.layers import Image, Shape
from storyboard.palettes import PALETTES
from storyboard.schema import AssetRef, Scene, Storyboard, Style
from storyboard.templates import TEMPLATES, catalogue, expand
from tests.browser.showcase import EXAMPLES, PAGE, page_of, palette_of
from tests.storyboard.words import slots

LOOKS = 3
PICTURE = {"picture": AssetRef(kind="image", src=f"asset:{'0' * 8}-0000-4000-8000-{'0' * 12}", width=800, height=600)}
SPARE = 1e-6


def made(name: str, given: dict, duration: float, format: FormatName = "landscape", variant: int = 0) -> Scene:
    return expand(
        name,
        given,
        scene_id="one",
        scene_name="One",
        duration=duration,
        format=format,
        variant=variant,
        transition=None,
    )


def every_scene(name: str) -> list[tuple[FormatName, Scene]]:
    return [
        (format, made(name, slots(name, length, full=full), duration, format, variant))
        for format in (*LAYOUTS, "portrait-4x5")  # the others have the shape of one of these
        for variant in range(LOOKS)
        for length, full in ((3, True), (3, False), (80, True), (80, False))
        for duration in (0.5, 3, 10)
    ]


def document_of(scene: Scene, format: FormatName) -> Storyboard:
    style = Style(palette=PALETTES["night"])
    return Storyboard(canvas=canvas_of(format), style=style, assets=PICTURE, scenes=(scene,))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_valid_whatever_it_is_asked_for(name: str) -> None:
    for format, scene in every_scene(name):
        document = document_of(scene, format)
        assert decode(encode(document)) == document


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_word_stands_out_of_the_canvas(name: str) -> None:
    for format, scene in every_scene(name):
        for layer in scene.layers:
            if isinstance(layer, Shape):
                continue  # a ring may be larger than the canvas
            box = layer.box
            inside = box.x >= 0 and box.y >= 0 and box.x + box.w <= 100 + SPARE and box.y + box.h <= 100 + SPARE
            assert inside, (format, layer.id, box)


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_comes_in_has_come_in_before_the_scene_ends(name: str) -> None:
    for _, scene in every_scene(name):
        late = [layer.id for layer in scene.layers if layer.enter and layer.enter.at >= 0.9 * scene.duration]
        assert not late


@pytest.mark.parametrize("name", TEMPLATES)
def test_all_colours_follow_the_palette(name: str) -> None:
    assert "#" not in encode(made(name, slots(name, 20), 3))


@pytest.mark.parametrize("name", TEMPLATES)
def test_looks_differ_and_a_look_is_always_the_same(name: str) -> None:
    first, again, second = (encode(made(name, slots(name, 20), 3, variant=variant)) for variant in (0, 0, 1))
    assert first == again
    assert first != second


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_knows_its_own_slots_only(name: str) -> None:
    with pytest.raises(ValidationError, match="style"):
        made(name, {**slots(name, 20), "style": "url(x)"}, 3)


@pytest.mark.parametrize("name", ["subtitle", "split_image", "logo_sting"])
def test_a_picture_is_shown_if_there_is_one(name: str) -> None:
    for variant in range(LOOKS):
        scene = made(name, {**slots(name, 20), "asset_id": "picture"}, 3, variant=variant)
        document_of(scene, "landscape")
        assert [layer.asset_id for layer in scene.layers if isinstance(layer, Image)] == ["picture"]


def test_a_scene_remembers_what_it_was_made_from() -> None:
    scene = made("title", {"headline": "Hello"}, 3, variant=2)
    assert scene.template is not None
    assert (scene.template.name, scene.template.seed, scene.template.slots) == ("title", 2, {"headline": "Hello"})


def test_the_catalogue_tells_a_model_what_there_is() -> None:
    listed = catalogue()
    assert [each["name"] for each in listed] == list(TEMPLATES)
    assert len(listed) >= 12
    assert all(each["description"] and each["slots"]["additionalProperties"] is False for each in listed)


def test_the_page_of_the_templates_tells_what_they_are() -> None:
    """`make contact-sheet` writes it."""
    assert list(EXAMPLES) == list(TEMPLATES)
    assert PAGE.read_text() == page_of(TEMPLATES)
    combinations = {palette_of(name, format, look) for name in TEMPLATES for look, format in enumerate(LAYOUTS)}
    assert combinations == set(PALETTES)


def test_a_template_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        made("explosion", {}, 3)


@pytest.mark.parametrize("name", ["title", "feature_list"])
def test_a_template_begins_at_the_right_for_who_reads_from_there(name: str) -> None:
    scenes = [made(name, slots(name, 3, words=words), 3) for words in ("aaa", "קקק")]
    first = [next(each.box for each in scene.layers if each.type == "text") for scene in scenes]
    assert [2 * box.x + box.w < 100 for box in first] == [True, False]
