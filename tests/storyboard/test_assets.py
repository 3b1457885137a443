"""Pictures reach the scene that they were meant for."""

import pytest

from storyboard.changes import OperationRefused
from storyboard.compose import SceneBrief, draft
from storyboard.encoding import encode
from storyboard.layers import Image
from storyboard.operations import add_asset, place_asset
from storyboard.operations.assets import Place
from storyboard.schema import AssetRef, Storyboard
from tests.storyboard.documents import ASSET

CUP = AssetRef(kind="image", src=ASSET, alt="A cup", width=800, height=600)


def with_cup() -> Storyboard:
    scenes = [
        SceneBrief("Opening", "title", {"headline": "Slow mornings"}),
        SceneBrief("Place", "split_image", {"title": "A table by the window"}),
    ]
    document = draft(format="landscape", palette="warm", seconds=8, scenes=scenes)
    return add_asset(add_asset(document, "cup", CUP), "beans", CUP)


def pictures(document: Storyboard, scene: int) -> list[tuple[str, str]]:
    return [(layer.id, layer.asset_id) for layer in document.scenes[scene].layers if isinstance(layer, Image)]


def test_a_template_that_has_room_for_a_picture_is_laid_out_with_it() -> None:
    after = place_asset(with_cup(), "scene-2", "cup")
    assert pictures(after, 1) == [("picture", "cup")]
    assert not any(layer.id == "panel" for layer in after.scenes[1].layers)
    assert encode(after.scenes[0]) == encode(with_cup().scenes[0])


def test_the_next_picture_takes_the_place_of_the_first() -> None:
    after = place_asset(place_asset(with_cup(), "scene-2", "cup"), "scene-2", "beans")
    assert pictures(after, 1) == [("picture", "beans")]
    assert after.scenes[1].template is not None
    assert after.scenes[1].template.slots["asset_id"] == "beans"


def test_elsewhere_it_lies_behind_everything() -> None:
    after = place_asset(with_cup(), "scene-1", "cup")
    assert after.scenes[0].layers[0].id == "image"
    assert after.scenes[0].layers[1:] == with_cup().scenes[0].layers


def test_a_second_background_lies_over_the_first_and_under_all_else() -> None:
    after = place_asset(place_asset(with_cup(), "scene-1", "cup", "background"), "scene-1", "beans", "background")
    assert pictures(after, 0) == [("image", "cup"), ("image-2", "beans")]
    assert after.scenes[0].layers[2:] == with_cup().scenes[0].layers


@pytest.mark.parametrize("place", ["middle", "corner"])
def test_where_it_is_wished(place: Place) -> None:
    after = place_asset(place_asset(with_cup(), "scene-1", "cup", place), "scene-1", "beans", place)
    assert pictures(after, 0) == [("image", "cup"), ("image-2", "beans")]


@pytest.mark.parametrize(
    ("scene", "asset", "layer", "words"),
    [
        ("scene-1", "zebra", None, "there is: cup, beans"),
        ("zebra", "cup", None, "no scene “zebra”"),
        ("scene-1", "cup", "headline", "“headline” is no picture"),
        ("scene-1", "cup", "zebra", "no “zebra” in the scene “Opening”"),
    ],
)
def test_what_is_not_there_is_said(scene: str, asset: str, layer: str | None, words: str) -> None:
    with pytest.raises(OperationRefused, match=words):
        place_asset(with_cup(), scene, asset, layer_id=layer)


def test_an_asset_is_not_replaced_by_another_of_its_name() -> None:
    with pytest.raises(OperationRefused, match="already"):
        add_asset(with_cup(), "cup", CUP)
