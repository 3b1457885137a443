"""Without a model a sentence ends right or is honestly refused; none ends wrong."""

import pytest

from orchestrator.llm.demo.own_words import ANNOUNCED
from tests.orchestrator.llm.refusals.sentences import WITH_VIDEO, WITHOUT_VIDEO

from .unconnected import FIVE_SCENES, NO_VIDEO, calls, hear


async def outcome(sentence: str, system: str) -> object:
    heard = await hear(sentence, system)
    called = calls(heard)
    if not called:
        assert "Nothing changed." in heard.text
        assert "\n" not in heard.text
        return "nothing"
    if "plan_video" in called:
        return "words" if heard.text.startswith(ANNOUNCED) else "film"
    [call] = called.items()
    return call


@pytest.mark.parametrize(("sentence", "expected"), WITHOUT_VIDEO.items())
async def test_where_there_is_no_video(sentence, expected):
    assert await outcome(sentence, NO_VIDEO) == expected


@pytest.mark.parametrize(("sentence", "expected"), WITH_VIDEO.items())
async def test_where_there_is_one(sentence, expected):
    assert await outcome(sentence, FIVE_SCENES) == expected


def test_there_are_many_of_them():
    assert len(WITHOUT_VIDEO) + len(WITH_VIDEO) >= 60
