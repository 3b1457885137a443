"""Every operation changes what it names and nothing else, to the byte."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.changes import OperationRefused
from storyboard.encoding import decode, encode
from storyboard.layers import Text
from storyboard.operations.durations import move_cut, set_duration, set_total_duration, shares
from storyboard.operations.emphasis import emphasise
from storyboard.operations.entrances import set_entrance
from storyboard.operations.layers import set_layer
from storyboard.operations.palette import set_palette
from storyboard.operations.scenes import add_scene, delete_scenes, move_scene, rename_scene, replace_scene
from storyboard.operations.texts import replace_text, set_background_color, set_color, set_text
from storyboard.schema import Palette, Scene, Storyboard
from tests.storyboard.documents import PALETTE, a_document, a_scene, video
from tests.storyboard.strategies import QUICK, storyboards

BOARD = video("Logo", "Offer", "Features", "Call to action")
NEW = Scene.model_validate(a_scene("new", "New", 2))
Operation = Callable[[Storyboard, str], Storyboard]

# What is done to one scene, which is named; the others must stay as they are.
ON_ONE: dict[str, Operation] = {
    "shorter": lambda board, scene: set_duration(board, scene, 0.7),
    "longer": lambda board, scene: set_duration(board, scene, 12.5),
    "renamed": lambda board, scene: rename_scene(board, scene, "Another"),
    "replaced": lambda board, scene: replace_scene(board, scene, NEW),
    "deleted": lambda board, scene: delete_scenes(board, [scene]),
    "moved to the front": lambda board, scene: move_scene(board, scene, 0),
    "moved to the end": lambda board, scene: move_scene(board, scene, len(board.scenes) - 1),
    "added before it": lambda board, scene: add_scene(board, NEW, [each.id for each in board.scenes].index(scene)),
    "another ground": lambda board, scene: set_background_color(board, scene, "#123456"),
    "bold": emphasise,
    "other words": lambda board, scene: set_text(board, scene, "layer-0", "Hello"),
    "another colour": lambda board, scene: set_color(board, scene, "layer-0", "accent3"),
    "sliding in": lambda board, scene: set_entrance(board, scene, None, "left", 0.4),
    "larger": lambda board, scene: set_layer(board, scene, "layer-0", size=99.5, weight=300),
    "total": lambda board, scene: board if not scene else set_palette(board, Palette.model_validate(PALETTE)),
}


def texts(document: Storyboard, without: str) -> dict[str, str]:
    return {scene.id: encode(scene) for scene in document.scenes if scene.id not in (without, "new")}


@pytest.mark.parametrize("name", ON_ONE)
@QUICK
@given(data=st.data(), document=storyboards(least=1))
def test_the_other_scenes_stay_as_they_are(name: str, data: st.DataObject, document: Storyboard) -> None:
    scene_id = data.draw(st.sampled_from([scene.id for scene in document.scenes]))
    before = encode(document)
    try:
        after = ON_ONE[name](document, scene_id)
    except OperationRefused:
        assert encode(document) == before
        return
    assert texts(after, scene_id) == texts(document, scene_id)
    assert decode(encode(after)) == after
    assert encode(document) == before


@QUICK
@given(st.data(), storyboards(least=1))
def test_the_stored_texts_lead_back_through_any_sequence(data: st.DataObject, document: Storyboard) -> None:
    originals, versions = [encode(document)], [document]
    for name in data.draw(st.lists(st.sampled_from(list(ON_ONE)), max_size=6)):
        scenes = versions[-1].scenes
        if not scenes:
            break
        scene_id = data.draw(st.sampled_from([scene.id for scene in scenes]))
        try:
            versions.append(ON_ONE[name](versions[-1], scene_id))
        except OperationRefused:
            continue
        originals.append(encode(versions[-1]))
    for text, document_then in zip(reversed(originals), reversed(versions), strict=True):
        assert decode(text) == document_then
        assert encode(decode(text)) == text


@QUICK
@given(st.lists(st.floats(0.5, 60), min_size=1, max_size=12), st.integers(1, 4000))
def test_shares_add_up_exactly(weights: list[float], tenths: int) -> None:
    try:
        given_ = shares(tenths / 10, weights)
    except OperationRefused:
        assert tenths < 5 * len(weights) or tenths > 600 * len(weights)
        return
    assert sum(round(each * 10) for each in given_) == tenths
    assert all(0.5 <= each <= 60 for each in given_)


def test_four_scenes_of_twenty_seconds() -> None:
    assert [scene.duration for scene in set_total_duration(BOARD, 20).scenes] == [5, 5, 5, 5]
    assert set_total_duration(BOARD, 10.3).duration == 10.3


@QUICK
@given(storyboards(least=1), st.integers(5, 600))
def test_a_scene_in_another_duration_is_well_timed(document: Storyboard, tenths: int) -> None:
    scene = set_duration(document, document.scenes[0].id, tenths / 10).scenes[0]
    assert scene.duration == tenths / 10
    assert all(layer.enter.at < scene.duration for layer in scene.layers if layer.enter)


def test_ids_stay_and_places_are_kept() -> None:
    assert [scene.id for scene in move_scene(BOARD, "offer", 3).scenes] == [
        "logo",
        "features",
        "call-to-action",
        "offer",
    ]
    assert [scene.id for scene in delete_scenes(BOARD, ["logo", "features"]).scenes] == ["offer", "call-to-action"]
    assert [scene.id for scene in add_scene(BOARD, NEW, 1).scenes][:2] == ["logo", "new"]
    assert replace_scene(BOARD, "offer", NEW).scenes[1].id == "offer"


def test_bold_is_heavier_and_larger_until_it_cannot_be() -> None:
    layer = emphasise(BOARD, "offer").scenes[1].layers[0]
    assert layer.type == "text"
    assert (layer.weight, layer.size) == (900, 91.2)
    board = BOARD
    with pytest.raises(OperationRefused, match="as bold as it can be"):
        for _ in range(20):
            board = emphasise(board, "offer")


REFUSED: dict[str, tuple[Operation, str]] = {
    "no such scene": (lambda board, _: set_duration(board, "zebra", 3), "no scene “zebra”"),
    "no cut before it": (lambda board, _: move_cut(board, "logo", 3), "before the first"),
    "a cut too late": (lambda board, _: move_cut(board, "offer", 7.9), "0.5 to 60"),
    "too short": (lambda board, _: set_duration(board, "logo", 0.1), "0.5 to 60"),
    "too long": (lambda board, _: set_duration(board, "logo", 61), "0.5 to 60"),
    "no number": (lambda board, _: set_duration(board, "logo", float("nan")), "0.5 to 60"),
    "total too short": (lambda board, _: set_total_duration(board, 1), "2 to 240"),
    "total that is no number": (lambda board, _: set_total_duration(board, float("nan")), "second"),
    "total without end": (lambda board, _: set_total_duration(board, float("inf")), "second"),
    "total over five minutes": (lambda board, _: set_total_duration(video(*map(str, range(10))), 400), "300"),
    "no such place": (lambda board, _: move_scene(board, "logo", 9), "no place 10"),
    "nothing named": (lambda board, _: delete_scenes(board, []), "No scene was named"),
    "a name of nothing": (lambda board, _: rename_scene(board, "logo", " "), "name"),
    "no such layer": (lambda board, _: set_text(board, "logo", "zebra", "x"), "there is “headline”"),
    "words that stand nowhere": (lambda board, _: replace_text(board, "zebra", "x"), "“zebra” stands in no text"),
    "words of nothing": (lambda board, _: set_text(board, "logo", "headline", ""), "text"),
    "a colour from elsewhere": (lambda board, _: set_color(board, "logo", "headline", "url(x)"), "palette colour"),
    "a weight by name": (lambda board, _: set_layer(board, "logo", "headline", weight=5000), "weight"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_is_refused_in_words(name: str) -> None:
    operation, words = REFUSED[name]
    with pytest.raises(OperationRefused, match=words):
        operation(BOARD, "")


def test_a_layer_that_is_no_text_has_none_to_edit() -> None:
    with pytest.raises(OperationRefused, match="“picture” is no text"):
        set_text(Storyboard.model_validate(a_document()), "offer", "picture", "x")


def test_a_title_slides_in_from_the_left_in_a_second_and_a_half_and_stays_what_it_was() -> None:
    after = set_entrance(BOARD, "logo", "headline", "left", 1.5)
    was, now = (next(each for each in board.scenes[0].layers if each.id == "headline") for board in (BOARD, after))
    assert now.enter is not None
    assert (now.enter.preset, now.enter.duration, now.enter.at) == ("left", 1.5, 0.2)
    assert now.model_copy(update={"enter": was.enter}) == was


def test_letters_that_came_one_by_one_come_together_so_that_the_time_is_the_one_asked_for() -> None:
    scene = a_scene()
    scene["layers"][0]["stagger"] = "char"
    board = Storyboard.model_validate(a_document() | {"scenes": [scene]})
    [layer] = set_entrance(board, "logo", None, "left", 1.5).scenes[0].layers
    assert isinstance(layer, Text)
    assert layer.stagger == "none"


def test_an_entrance_begins_earlier_where_it_would_not_be_over_in_time() -> None:
    [layer] = set_entrance(BOARD, "logo", None, "left", 3.9).scenes[0].layers
    assert layer.enter is not None
    assert (layer.enter.at, layer.enter.duration) == (0.1, 3.9)


@pytest.mark.parametrize(
    ("layer", "seconds", "at", "why"),
    [
        ("headline", 4.5, None, "lasts 4 s: an entrance of 4.5 s does not fit"),
        ("headline", 2.0, 3.0, "does not fit"),
        ("subtitle", 1.0, None, "There is no “subtitle”"),
    ],
)
def test_an_entrance_that_cannot_be_is_refused(layer: str, seconds: float, at: float | None, why: str) -> None:
    with pytest.raises(OperationRefused, match=why):
        set_entrance(BOARD, "logo", layer, "left", seconds, at)


def test_only_a_text_is_told_how_to_come_in() -> None:
    board = Storyboard.model_validate(a_document())
    with pytest.raises(OperationRefused, match="no text"):
        set_entrance(board, "offer", "picture", "left", 1)


def test_words_are_replaced_wherever_they_stand_as_they_stand_there() -> None:
    board = set_text(set_text(BOARD, "logo", "headline", "Tea, tea"), "offer", "headline", "TEA (1.)")

    def headlines(document: Storyboard) -> list[str]:
        return [str(layer.text) for scene in document.scenes[:2] for layer in scene.layers if layer.id == "headline"]

    assert headlines(replace_text(board, "tea", "\\1")) == ["Tea, \\1", "TEA (1.)"]
    assert headlines(replace_text(board, "(1.)", "{}")) == ["Tea, tea", "TEA {}"]
    assert headlines(replace_text(board, "tEa", "rain")) == ["rain, rain", "rain (1.)"]
