"""Which layers words mean: what is clear is found, what is not is refused with what there is."""

import pytest

from storyboard.changes import OperationRefused
from storyboard.layer_targets import resolve_layers
from storyboard.schema import Scene
from tests.storyboard.documents import a_scene, a_text, every_layer

SECOND = {**a_text(), "id": "line", "text": "Open at seven", "role": "body"}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("headline", ["headline"]),
        ("The Title", ["headline"]),
        ("all headings", ["headline"]),
        ("line", ["line"]),
        ("“open at seven”", ["line"]),
        ("the picture", ["picture"]),
        ("number", ["count"]),
        ("the chart", ["chart"]),
        ("all texts", ["headline", "line"]),
        ("every shape", ["card", "line-2"]),
    ],
)
def test_what_is_meant_is_found(words: str, ids: list[str]) -> None:
    layers = [
        each if each["id"] != "line" or each["type"] == "text" else {**each, "id": "line-2"} for each in every_layer()
    ]
    scene = Scene.model_validate(a_scene() | {"layers": [*layers, SECOND]})
    assert resolve_layers(scene, words) == ids


@pytest.mark.parametrize("words", ["the logo", "shape", "o", "", "the text"])
def test_what_is_not_clear_is_refused_with_what_there_is(words: str) -> None:
    layers = [each for each in every_layer() if each["id"] != "line"]
    scene = Scene.model_validate(a_scene() | {"layers": [*layers, SECOND, {**layers[2], "id": "card-2"}]})
    with pytest.raises(OperationRefused, match=r"headline \(Fresh coffee\)"):
        resolve_layers(scene, words)
