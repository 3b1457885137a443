"""Which scenes are meant, in the words that people use."""

import pytest

from storyboard.changes import OperationRefused
from storyboard.scene_targets import resolve
from storyboard.schema import Storyboard
from tests.storyboard.documents import video

NAMES = ["Logo", "Our coffee", "Three features", "Call to action"]
COFFEE = video(*NAMES)

MEANT = [
    ("logo", [1]),
    ("our-coffee", [2]),
    ("2", [2]),
    ("scene 2", [2]),
    ("Scene 2.", [2]),
    ("scene two", [2]),
    ("scene number 3", [3]),
    ("#3", [3]),
    ("scene #3", [3]),
    ("second", [2]),
    ("the second scene", [2]),
    ("the 3rd one", [3]),
    ("first", [1]),
    ("the last", [4]),
    ("the last scene", [4]),
    ("the second to last scene", [3]),
    ("penultimate", [3]),
    ("LOGO", [1]),
    ("the logo scene", [1]),
    ("the scene called “Logo”", [1]),
    ("the CTA scene", [4]),
    ("call to action", [4]),
    ("coffee", [2]),
    ("the features", [3]),
    ("feat", [3]),
    ("it", [3]),
    ("this scene", [3]),
    ("That one", [3]),
    ("the current scene", [3]),
    ("the scene", [3]),
    ("scenes 3 and 4", [3, 4]),
    ("scenes 4 and 3", [3, 4]),
    ("1, 2 and 4", [1, 2, 4]),
    ("1, 2, and 4", [1, 2, 4]),
    ("scenes 2 to 4", [2, 3, 4]),
    ("2-3", [2, 3]),
    ("scenes 2 through 3", [2, 3]),
    ("the first two", [1, 2]),
    ("the last two scenes", [3, 4]),
    ("the first and the last scene", [1, 4]),
    ("the logo and the CTA", [1, 4]),
    ("it and scene 1", [1, 3]),
    ("scene 2 & scene 2", [2]),
    ("all", [1, 2, 3, 4]),
    ("every scene", [1, 2, 3, 4]),
    ("all scenes but the last", [1, 2, 3]),
    ("all except scenes 1 and 2", [3, 4]),
    ("everything except for the logo", [2, 3, 4]),
]


@pytest.mark.parametrize(("words", "numbers"), MEANT, ids=[words for words, _ in MEANT])
def test_what_is_meant(words: str, numbers: list[int]) -> None:
    focus = COFFEE.scenes[2].id
    assert resolve(COFFEE, words, focus) == [COFFEE.scenes[number - 1].id for number in numbers]


@pytest.mark.parametrize(
    "words",
    [
        "5",
        "scene 0",
        "-1",
        "scene 9",
        "the first five",
        "2-9",
        "1-9999",
        "zebra",
        "logo and zebra",
        "scenes 2 and 7",
        "",
    ],
)
def test_what_is_not_there_is_refused_and_what_there_is_is_named(words: str) -> None:
    with pytest.raises(OperationRefused, match=r"1 “Logo”, 2 “Our coffee”, 3 “Three features”, 4 “Call to action”"):
        resolve(COFFEE, words, None)


@pytest.mark.parametrize("words", ["it", "this scene", "the scene"])
def test_it_is_not_guessed(words: str) -> None:
    with pytest.raises(OperationRefused, match="not clear which scene"):
        resolve(COFFEE, words, None)
    with pytest.raises(OperationRefused, match="not clear which scene"):
        resolve(COFFEE, words, "a-scene-that-was-deleted")


def test_the_only_scene_is_it() -> None:
    only = video("Logo")
    assert resolve(only, "it", None) == [only.scenes[0].id]


def test_two_that_fit_equally_well_are_asked_about() -> None:
    board = video("Offer for you", "Offer for friends", "Logo")
    with pytest.raises(OperationRefused, match=r"1 “Offer for you”, 2 “Offer for friends”: say its number"):
        resolve(board, "the offer scene", None)


def test_a_whole_name_goes_before_a_part_of_another() -> None:
    board = video("Offer for you", "Offer")
    assert resolve(board, "offer", None) == [board.scenes[1].id]


def test_equal_names_are_asked_about() -> None:
    with pytest.raises(OperationRefused, match="say its number"):
        resolve(video("Offer", "Logo", "Offer"), "Offer", None)


def test_a_name_that_reads_like_another_number_is_asked_about() -> None:
    with pytest.raises(OperationRefused, match="a name or a number"):
        resolve(video("Scene 2", "Scene 1"), "scene 2", None)


def test_a_name_with_and_in_it_is_one_scene() -> None:
    board = video("Salt and pepper", "Logo")
    assert resolve(board, "the salt and pepper scene", None) == [board.scenes[0].id]


def test_a_name_may_hold_anything() -> None:
    board = video("Build a' <b>word</b>", "Logo (.*)")
    assert resolve(board, "Build a' <b>word</b>", None) == [board.scenes[0].id]
    assert resolve(board, "logo (.*)", None) == [board.scenes[1].id]


def test_nothing_is_meant_in_an_empty_video() -> None:
    with pytest.raises(OperationRefused, match="no scenes yet"):
        resolve(Storyboard(canvas=COFFEE.canvas, style=COFFEE.style), "scene 1", None)
