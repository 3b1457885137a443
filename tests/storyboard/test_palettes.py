import pytest

from storyboard.palettes import DEFAULT, PALETTES, WORDS, contrast, find_palette


@pytest.mark.parametrize("name", PALETTES)
def test_every_palette_can_be_read(name: str) -> None:
    palette = PALETTES[name]
    for text in (palette.ink, palette.muted):
        for ground in (palette.bg, palette.surface):
            assert contrast(text, ground) >= 4.5, (text, ground)


@pytest.mark.parametrize("name", PALETTES)
def test_every_accent_stands_out(name: str) -> None:
    palette = PALETTES[name]
    assert all(contrast(accent, palette.bg) >= 3 for accent in (palette.accent, palette.accent2, palette.accent3))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_every_palette_has_its_words() -> None:
    assert set(WORDS) == set(PALETTES)
    assert len(PALETTES) >= 12
    assert len({tuple(palette) for palette in PALETTES.values()}) == len(PALETTES)


@pytest.mark.parametrize("name", PALETTES)
def test_a_palette_is_found_by_its_name(name: str) -> None:
    assert find_palette(f"in {name.upper()}, please") == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("warm colours", "warm"),
        ("blue and gold", "gold"),
        ("dark and bold", "night"),
        ("A 20 second intro for a coffee shop in warm colours", "warm"),
        ("soft pastel tones", "pastel"),
        ("something with the sea", "ocean"),
        ("black and white", "mono"),
        ("neon, like a club", "neon"),
        ("light and clean", "clean"),
        ("green", "forest"),
        ("make it red", "berry"),
        ("", DEFAULT),
        ("xyzzy", DEFAULT),
    ],
)
def test_words_find_a_palette(words: str, name: str) -> None:
    assert find_palette(words) == name
