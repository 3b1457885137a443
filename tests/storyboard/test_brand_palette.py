"""A palette from a brand's colours: they are in it exactly, and everything can be read."""

import pytest

from storyboard.brand_palette import SEEN, brand_palette
from storyboard.colours import READABLE, contrast
from storyboard.palette_choice import choose_palette

GROUNDS = ["#ffffff", "#0b1020", "#fff4d6", "#000000", "#14532d"]
ACCENTS = ["#ff5a00", "#1f62d6", "#d1477f", "#808080", "#facc15", "#0f172a"]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("accent", ACCENTS)
def test_all_of_it_can_be_read_on_its_ground(accent: str, ground: str) -> None:
    made = brand_palette([accent], ground)
    assert (made.accent, made.bg) == (accent, ground)
    for paper in (made.bg, made.surface):
        assert min(contrast(made.ink, paper), contrast(made.muted, paper)) >= READABLE, made
    assert min(contrast(made.accent2, ground), contrast(made.accent3, ground)) >= SEEN


@pytest.mark.parametrize(
    "words", ["#FF5A00 on #fff", "our orange #ff5a00 on #ffffff", "#ffffff background and #ff5a00"]
)
def test_a_brand_on_its_ground_is_taken_exactly(words: str) -> None:
    choice = choose_palette(words)
    assert choice is not None
    assert (choice.palette.accent, choice.palette.bg, choice.name) == ("#ff5a00", "#ffffff", "own")
    assert choice.note.startswith("Exactly as asked: accent #ff5a00 on #ffffff.")


def test_two_colours_of_a_brand_are_two_accents() -> None:
    choice = choose_palette("#ff5a00 and #2dd4bf on #0b1020")
    assert choice is not None
    assert (choice.palette.accent, choice.palette.accent2) == ("#ff5a00", "#2dd4bf")


def test_an_accent_that_nobody_could_see_there_gets_another_ground() -> None:
    choice = choose_palette("#ffffff on #fafafa")
    assert choice is not None
    assert choice.palette.accent == "#ffffff"
    assert contrast("#ffffff", choice.palette.bg) >= SEEN
    assert "nobody could see #ffffff on #fafafa" in choice.note


def test_a_ground_alone_gets_an_accent_that_can_be_seen_on_it() -> None:
    choice = choose_palette("#ffffff background")
    assert choice is not None
    assert choice.palette.bg == "#ffffff"
    assert contrast(choice.palette.accent, "#ffffff") >= SEEN
