"""What is malformed is refused with words that name the field; what is well formed is one text, to the byte."""

import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from storyboard.encoding import Malformed, decode, encode
from storyboard.problems import describe_problems
from storyboard.schema import LARGEST_DOCUMENT, Storyboard
from tests.storyboard.documents import a_document, a_scene
from tests.storyboard.malformed import MALFORMED, Place, put
from tests.storyboard.strategies import QUICK, storyboards

NASTY = [
    "url(https://evil.example/x)", "url(#a)", "red;background:url(x)", "#fff\"onload=alert(1)", "#ffffff;x:y",
    "#ffffff\n", "\n#ffffff", "#ffffff}", "expression(alert(1))", "javascript:alert(1)", "var(--x)", "rgb(0,0,0)",
    "accent;", "accent ", " accent", "accent\x00", "INHERIT", "../../etc/passwd", "/etc/passwd", "file:///etc/passwd",
    "//evil.example", "data:image/svg+xml,<svg/>", "C:\\x", "<svg onload=alert(1)>", "#١٢٣٤٥٦", "#ﬀﬀﬀﬀ", "",
    "asset:../x", "asset:0a1b2c3d-0000-4000-8000-00000000000a/../x", "asset:0a1b2c3d-0000-4000-8000-00000000000a\n",
]  # fmt: skip
STRINGS: list[Place] = [
    ("style", "palette", "accent"),
    ("style", "fonts", "body"),
    ("assets", "beans", "src"),
    ("assets", "beans", "kind"),
    ("scenes", 1, "id"),
    ("scenes", 1, "background", "colors", 1),
    ("scenes", 1, "transition", "type"),
    ("scenes", 1, "layers", 0, "id"),
    ("scenes", 1, "layers", 0, "color"),
    ("scenes", 1, "layers", 0, "enter", "ease"),
    ("scenes", 1, "layers", 1, "asset_id"),
    ("scenes", 1, "layers", 2, "fill"),
    ("scenes", 1, "layers", 2, "stroke"),
    ("scenes", 1, "layers", 3, "d"),
    ("scenes", 1, "layers", 4, "color"),
    ("scenes", 1, "layers", 5, "color"),
]


def test_the_document_that_is_broken_below_is_whole() -> None:
    assert Storyboard.model_validate(a_document()).duration == 9


@pytest.mark.parametrize(("place", "value", "words"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_what_is_malformed_is_refused_by_the_name_of_its_field(place: Place, value: Any, words: str) -> None:
    document = a_document()
    put(document, place, value)
    with pytest.raises(ValidationError) as refused:
        Storyboard.model_validate(document)
    assert any(words in line for line in describe_problems(refused.value)), describe_problems(refused.value)


@pytest.mark.parametrize("place", STRINGS, ids=lambda place: ".".join(map(str, place)))
def test_no_css_and_no_path_comes_in(place: Place) -> None:
    for nasty in NASTY:
        document = a_document()
        put(document, place, nasty)
        with pytest.raises(ValidationError):
            Storyboard.model_validate(document)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "{}", "[" * 5000, '{"canvas": {"fps": NaN}}'])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        decode(text)


def test_a_video_may_not_last_longer_than_five_minutes() -> None:
    scenes = [a_scene(f"s{n}", f"Scene {n}", 60) for n in range(6)]
    with pytest.raises(Malformed, match="360 s"):
        decode(json.dumps(a_document() | {"scenes": scenes}))


def test_a_document_may_not_be_large() -> None:
    with pytest.raises(Malformed, match="larger than"):
        decode(" " * (LARGEST_DOCUMENT + 1))


def test_many_problems_are_not_all_told() -> None:
    scenes = [a_scene(f"s{n}", f"Scene {n}", -1) for n in range(30)]
    with pytest.raises(Malformed) as refused:
        decode(json.dumps(a_document() | {"scenes": scenes}))
    assert refused.value.problems[-1] == "… and 22 more"


def test_equal_documents_are_equal_to_the_byte() -> None:
    one, other = a_document(), a_document()
    other["scenes"][1]["layers"][2]["keyframes"][0]["dx"] = -0.0
    other["scenes"][1]["duration"] = 5.0001
    other = dict(reversed(other.items()))
    assert encode(Storyboard.model_validate(one)) == encode(Storyboard.model_validate(other))


@QUICK
@given(storyboards())
def test_a_text_read_and_written_again_is_the_same_text(document: Storyboard) -> None:
    text = encode(document)
    assert decode(text) == document
    assert encode(decode(text)) == text
