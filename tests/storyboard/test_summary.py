"""What changed, in words."""

from typing import Any

from storyboard.compose import blank
from storyboard.operations import set_entrance
from storyboard.schema import Storyboard
from storyboard.summary import summary
from tests.storyboard.documents import a_document, a_scene, video
from tests.storyboard.malformed import Place, put

BEFORE = Storyboard.model_validate(a_document())


def changed(*changes: tuple[Place, Any]) -> str:
    document = a_document()
    for place, value in changes:
        put(document, place, value)
    return summary(BEFORE, Storyboard.model_validate(document))


def test_a_first_document() -> None:
    assert summary(None, BEFORE) == "New video: 2 scenes, 9 s"


def test_a_first_document_that_has_no_scenes_yet() -> None:
    assert summary(None, blank("portrait", "warm")) == "New video: portrait, no scenes yet"


def test_a_text_that_comes_in_otherwise() -> None:
    after = set_entrance(BEFORE, "offer", "headline", "left", 1.5)
    assert summary(BEFORE, after) == "Scene 2 “Offer”: “Fresh coffee” slides in from the left in 1.5 s"


def test_nothing() -> None:
    assert summary(BEFORE, BEFORE) == "Nothing changed"


def test_a_scene_shorter_and_bold() -> None:
    sentence = changed((("scenes", 1, "duration"), 4), (("scenes", 1, "layers", 0, "weight"), 900))
    assert sentence == "Scene 2 “Offer”: 5 s → 4 s, “Fresh coffee” bold"


def test_other_words_and_another_colour() -> None:
    sentence = changed((("scenes", 0, "layers", 0, "text"), "Hello"), (("scenes", 0, "layers", 0, "color"), "accent"))
    assert sentence == "Scene 1 “Logo”: “Fresh coffee” → “Hello” in another colour"


def test_colours_and_format() -> None:
    sentence = changed(
        (("style", "palette", "bg"), "#000000"), (("canvas", "width"), 720), (("canvas", "height"), 1280)
    )
    assert sentence == "Format portrait, 30 frames a second; colours changed"


def test_another_name() -> None:
    assert changed((("scenes", 0, "name"), "Opening")) == "Scene 1 “Opening”: was “Logo”"


def test_scenes_come_and_go() -> None:
    assert summary(video("A", "B"), video("B")) == "Scene “A” deleted"
    assert summary(video("A"), video("A", "B", "C", "D")) == "3 scenes added"


def test_a_scene_moves() -> None:
    assert summary(video("A", "B", "C"), video("C", "A", "B")) == "Scene “C” moved to place 1"
    assert summary(video("A", "B", "C", "D"), video("D", "C", "B", "A")) == "Order of the scenes changed"


def test_all_durations_at_once() -> None:
    document = a_document() | {"scenes": [a_scene(f"s{n}", f"Scene {n}", 2.5) for n in range(4)]}
    before = document | {"scenes": [a_scene(f"s{n}", f"Scene {n}", 5) for n in range(4)]}
    sentence = summary(Storyboard.model_validate(before), Storyboard.model_validate(document))
    assert sentence == "Durations of 4 scenes changed: 20 s → 10 s"


def test_it_is_never_long() -> None:
    names = [f"{'n' * 55}{n}" for n in range(20)]
    before, after = video(*names), video(*names)
    scenes = tuple(scene.model_copy(update={"name": f"x{scene.name}"}) for scene in after.scenes)
    assert len(summary(before, after.model_copy(update={"scenes": scenes}))) == 500
