"""Words for colours: what comes of them is what was asked for, or says in which way it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.palette_choice import LEAST_CONTRAST, choose_palette
from storyboard.palettes import PALETTES, contrast

HEX = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize("words", ["ocean", " Ocean "])
def test_a_palette_by_its_name_is_that_palette(words: str) -> None:
    choice = choose_palette(words)
    assert choice is not None
    assert (choice.palette, choice.name, choice.note) == (PALETTES["ocean"], "ocean", "")


def test_a_mood_names_the_palette_that_was_taken_for_it() -> None:
    choice = choose_palette("something with the sea")
    assert choice is not None
    assert (choice.palette, choice.name) == (PALETTES["ocean"], "ocean")
    assert choice.note == "“ocean” is the palette that comes nearest to “something with the sea”."


@pytest.mark.parametrize("words", ["xyzzy", "our brand colour", "rgb(1, 2, 3)", "#12345", "#ff5a00cc"])
def test_words_that_mean_no_colours_choose_none(words: str) -> None:
    assert choose_palette(words) is None


def test_an_exact_colour_is_the_accent() -> None:
    choice = choose_palette("our brand colour #FF5A00")
    assert choice is not None
    assert choice.palette.accent == "#ff5a00"
    assert choice.palette.bg == PALETTES[choice.name].bg
    assert choice.note.startswith("Exactly as asked: accent #ff5a00. All other colours are those of “")


def test_a_mood_beside_an_exact_colour_chooses_the_rest() -> None:
    choice = choose_palette("dark ocean blue with #f80")
    assert choice is not None
    assert (choice.name, choice.palette.accent) == ("ocean", "#ff8800")


def test_a_colour_that_could_not_be_seen_is_not_used_and_said() -> None:
    choice = choose_palette("#ffdd00 and #fffffe, #001122")
    assert choice is not None
    assert (choice.palette.accent, choice.palette.accent2) == ("#ffdd00", "#fffffe")
    assert choice.note.endswith("nobody could see them there: #001122.")


def test_seven_exact_colours_are_the_whole_palette_if_its_text_can_be_read() -> None:
    colours = list(PALETTES["ocean"].model_dump().values())
    choice = choose_palette(" ".join(colours).upper())
    assert choice is not None
    assert (choice.palette, choice.name, choice.note) == (PALETTES["ocean"], "own", "")
    unreadable = choose_palette(" ".join([colours[0], colours[1], colours[0], *colours[3:]]))
    assert unreadable is not None
    assert unreadable.name != "own"


@given(st.lists(HEX, min_size=1, max_size=5))
def test_whatever_the_colours_the_first_is_used_and_each_accent_stands_out(colours: list[str]) -> None:
    choice = choose_palette(" ".join(colours))
    assert choice is not None
    palette = choice.palette
    assert palette.accent == colours[0]
    assert all(
        contrast(each, palette.bg) >= LEAST_CONTRAST for each in (palette.accent, palette.accent2, palette.accent3)
    )
    unused = set(colours) - {palette.accent, palette.accent2, palette.accent3}
    assert all(each in choice.note for each in unused)
