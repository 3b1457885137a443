"""What is said of a malformed document is short, names the field, and can always be passed on."""

import pytest
from pydantic import ValidationError

from storyboard.problems import LONGEST, describe_problems
from storyboard.schema import Storyboard
from tests.storyboard.documents import a_document


def problems_of(**of_the_scene: object) -> list[str]:
    document = a_document()
    document["scenes"][0].update(of_the_scene)
    with pytest.raises(ValidationError) as refused:
        Storyboard.model_validate(document)
    return describe_problems(refused.value)


def test_lengths_are_told_in_characters_and_entries() -> None:
    assert problems_of(name="x" * 99) == ["scenes[0].name: is too long: at most 60 characters, not 99"]
    assert problems_of(name="  ") == ["scenes[0].name: is too short: at least 1 characters, not 0"]
    assert problems_of(background={"type": "solid", "colors": []})[0].startswith(
        "scenes[0].background.colors: is too short"
    )


def test_the_names_of_types_are_not_part_of_a_place() -> None:
    document = a_document()
    document["scenes"][0]["layers"][0]["color"] = "teal"
    with pytest.raises(ValidationError) as refused:
        Storyboard.model_validate(document)
    assert describe_problems(refused.value)[0].startswith("scenes[0].layers[0].color: must be a palette colour")


@pytest.mark.parametrize("name", ["x" * 100_000, "\ud800" * 50])
def test_a_sender_cannot_make_it_long_or_unsendable(name: str) -> None:
    for sentence in (*problems_of(**{name: 1}), *problems_of(duration=name)):
        assert len(sentence.encode()) < 4 * LONGEST
