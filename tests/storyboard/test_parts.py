"""What operations make of groups, a camera, icons, devices, gradients and loops."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from storyboard.icons import ICON_NAMES
from storyboard.layers import Device, Shape
from storyboard.operations import place_asset, set_color, set_duration, set_format, set_text
from storyboard.schema import Scene, Storyboard
from storyboard.summary import summary
from tests.storyboard.documents import ASSET, a_document
from tests.storyboard.parts import a_rich_scene

VIDEO = Storyboard.model_validate(a_document() | {"scenes": [a_rich_scene()]})


def layer_of(video: Storyboard, layer_id: str):
    return next(layer for layer in video.scenes[0].layers if layer.id == layer_id)


def without_parts(**changes: object) -> Storyboard:
    return Storyboard.model_validate(a_document() | {"scenes": [a_rich_scene() | changes]})


def test_the_icons_that_may_be_named_are_those_that_can_be_drawn() -> None:
    source = Path(str(finders.find("storyboard/renderer/icons.js"))).read_text()
    assert tuple(re.findall(r'^  "([a-z-]+)":', source, re.MULTILINE)) == ICON_NAMES
    assert len(ICON_NAMES) == 40


def test_a_longer_scene_stretches_groups_and_camera_and_no_loop() -> None:
    longer = set_duration(VIDEO, "rich", 8).scenes[0]
    assert [each.t for each in longer.camera] == [0, 8]
    assert [each.t for each in longer.groups[0].keyframes] == [0, 2]
    assert [each.t for each in layer_of(set_duration(VIDEO, "rich", 8), "star").keyframes] == [0, 1]


def test_a_shorter_scene_scrolls_faster() -> None:
    scroll = layer_of(set_duration(VIDEO, "rich", 2), "phone").scroll
    assert (scroll.at, scroll.duration) == (0.5, 1)


def test_a_group_keeps_its_proportions_in_another_format() -> None:
    before, after = VIDEO, set_format(VIDEO, "portrait")
    text_box, shot = layer_of(after, "said").box, layer_of(after, "shot")
    assert text_box == shot.box == after.scenes[0].groups[0].box
    width, height = text_box.w / 100 * 720, text_box.h / 100 * 1280
    was = layer_of(before, "said").box
    assert abs(width / height - (was.w * 1280) / (was.h * 720)) < 0.01
    assert (shot.clip.x, shot.clip.w) == (shot.box.x, shot.box.w)


def test_another_colour_takes_the_place_of_a_gradient() -> None:
    sun = layer_of(set_color(VIDEO, "rich", "sun", "#123456"), "sun")
    assert isinstance(sun, Shape)
    assert (sun.fill, sun.gradient) == ("#123456", None)


def test_a_picture_goes_onto_the_screen_that_is_named() -> None:
    more = {**a_document()["assets"], "cup": {"kind": "image", "src": ASSET, "width": 9, "height": 9}}
    video = Storyboard.model_validate(a_document() | {"assets": more, "scenes": [a_rich_scene()]})
    phone = layer_of(place_asset(video, "rich", "cup", layer_id="phone"), "phone")
    assert isinstance(phone, Device)
    assert phone.asset_id == "cup"


def test_what_changed_is_told_of_every_part() -> None:
    rich: Scene = VIDEO.scenes[0]
    assert summary(VIDEO, without_parts(camera=[])) == "Scene 1 “Rich”: camera"
    moved = [rich.groups[0].model_dump(by_alias=True) | {"keyframes": []}]
    assert summary(VIDEO, without_parts(groups=moved)) == "Scene 1 “Rich”: group moves otherwise"
    plain = [{**layer, "group": None} for layer in a_rich_scene()["layers"]]
    assert "“Now in your pocket” in another group" in summary(VIDEO, without_parts(layers=plain))
    upright = [{**layer, "italic": False} if layer["id"] == "said" else layer for layer in a_rich_scene()["layers"]]
    assert summary(VIDEO, without_parts(layers=upright)) == "Scene 1 “Rich”: “Now in your pocket” upright"
    assert summary(VIDEO, VIDEO.model_copy(update={"cover": 1.5})) == "Cover at 1.5 s"


def test_other_words_leave_the_rest_of_a_scene_as_it_is() -> None:
    changed = set_text(VIDEO, "rich", "said", "Later").scenes[0]
    assert (changed.groups, changed.camera) == (VIDEO.scenes[0].groups, VIDEO.scenes[0].camera)
