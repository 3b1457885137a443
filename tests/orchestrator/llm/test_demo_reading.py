"""Numbers, lengths and briefs as people write them."""

import pytest

from orchestrator.llm.demo import brief, durations
from orchestrator.llm.demo.conversation import READ_CHARACTERS
from orchestrator.llm.demo.numbers import NUMBER, ordinal, value


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", 3),
        ("1.5", 1.5),
        ("1,000", 1000),
        ("twenty-five", 25),
        ("three hundred and fifty", 350),
        ("a hundred", 100),
        ("a dozen", 12),
        ("two thousand five hundred", 2500),
    ],
)
def test_numbers(written, number):
    assert value(written) == number


def test_ordinals():
    assert [ordinal(written) for written in ("first", "2nd", "Third", "12th")] == [1, 2, 3, 12]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("20 seconds", [20]),
        ("20s", [20]),
        ("half a minute", [30]),
        ("half-a-minute", [30]),
        ("a minute", [60]),
        ("a minute and a half", [90]),
        ("2 and a half minutes", [150]),
        ("three quarters of a minute", [45]),
        ("one hundred and twenty seconds", [120]),
        ("1 minute and 20 seconds", [80]),
        ("1m30s", [90]),
        ("1:30", [90]),
        ("16:9, 45 s", [45]),
        ("9:16", []),
        ("a second scene", []),
        ("scene 2 from 4 to 6 seconds", [6]),
        ("5 scenes", []),
    ],
)
def test_lengths(written, seconds):
    assert [span.seconds for span in durations.find(written)] == seconds


@pytest.mark.parametrize("total", [0.5, 3, 7, 7.5, 20, 59.9, 600])
@pytest.mark.parametrize("count", [1, 2, 3, 7, 30])
def test_shares_add_up(total, count):
    lengths = durations.shares(total, [3, *[5] * (count - 1)])

    assert round(sum(lengths), 1) == total
    assert len(lengths) == count


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("Make a 20 second intro for a coffee shop in warm colours", "a coffee shop"),
        ("Create a video about volcanoes, 45s, portrait, 5 scenes", "volcanoes"),
        (
            "can you make me a vertical video for TikTok promoting our new running shoes? about fifteen seconds",
            "your new running shoes",
        ),
        ("I want a short film about a red fox that lives in the city", "a red fox that lives in the city"),
        ("a 2 minute story in 8 scenes about the sea, blue and calm", "the sea"),
        ("Could we have a clip showing how tea is made, please?", "how tea is made"),
        ("Do something for my dog grooming business", "your dog grooming business"),
        ("coffee shop intro, 20s, warm", "the coffee shop"),
        ("Make a 20 second video", ""),
        ("make it better", ""),
    ],
)
def test_the_subject_is_what_is_left(message, subject):
    assert brief.read(message).subject == subject


def test_a_pattern_for_numbers_can_be_built_into_others():
    assert "(" in NUMBER
    assert READ_CHARACTERS <= 1000  # reading takes up to 0.2 s of CPU for 1000 hostile characters, and grows faster
