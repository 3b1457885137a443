"""Words of one answer wait 40 ms for each other; those of many answers in one process longer, but never more than 120 ms."""

from chatstream.log.gathering import LEAST_SECONDS, MOST_SECONDS, Gathering


def test_the_words_of_few_answers_wait_as_long_as_those_of_one() -> None:
    gathering = Gathering()
    assert gathering.seconds == LEAST_SECONDS
    for _ in range(40):
        gathering.begin()
    assert gathering.seconds == LEAST_SECONDS


def test_with_many_answers_they_wait_longer_until_answers_have_ended() -> None:
    gathering = Gathering()
    for _ in range(70):
        gathering.begin()
    assert LEAST_SECONDS < gathering.seconds < MOST_SECONDS
    for _ in range(30):
        gathering.end()
    assert gathering.seconds == LEAST_SECONDS


def test_however_many_there_are_nobody_waits_longer_than_an_eighth_of_a_second() -> None:
    gathering = Gathering()
    for _ in range(10_000):
        gathering.begin()
    assert gathering.seconds == MOST_SECONDS <= 0.125
