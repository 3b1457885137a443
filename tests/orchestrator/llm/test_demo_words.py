"""What the demo director writes and says, and how."""

import json
import re

import pytest

from orchestrator.llm.demo import connect
from orchestrator.llm.interface import StepRequest

from .conversation import answer, said
from .director import COFFEE, reply


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 13, 14, 25, 60, 299, 300, 1000, 3000])
async def test_a_voice_over_has_exactly_as_many_words_as_asked_for(count):
    assert len((await reply(f"write a {count} word voice-over about coffee")).split()) == count


@pytest.mark.parametrize(
    "message",
    [
        "Write a three hundred word narration about my bakery",
        "give me 300 words about the sea",
        "I need a voiceover of 300 words on tea",
        "Please draft a 300-word script for our new running shoes!",
    ],
)
async def test_a_voice_over_can_be_asked_for_in_many_ways(message):
    assert len((await reply(message)).split()) == 300


async def test_a_long_voice_over_is_varied_and_in_paragraphs():
    text = await reply("write a 1500 word voice-over about coffee")
    sentences = re.split(r"(?<=[.])\s+", text)

    assert len(text.split("\n\n")) >= 10
    assert len(set(sentences)) == len(sentences)
    assert text.count("coffee") > 5


async def test_too_many_words_are_declined():
    assert "3000 words" in await reply("write a 5000 word voice-over about coffee")


async def test_a_voice_over_for_the_plan_fits_its_length():
    text = await reply(COFFEE, await reply(COFFEE), "write a voice-over for it")

    assert len(text.split()) == 50  # 20 seconds of 2.5 words


async def test_the_plan_comes_as_json_in_a_fence():
    first = await reply(COFFEE)
    text = await reply(COFFEE, first, "give me the plan as JSON")

    [block] = re.findall(r"```json\n(.*?)\n```", text, re.S)
    document = json.loads(block)
    assert sum(scene["seconds"] for scene in document["scenes"]) == document["seconds"] == 20


@pytest.mark.parametrize("message", ["hi", "Hello there!", "thanks a lot", "good morning", "bye", "who are you?", "?!"])
async def test_small_talk_gets_a_short_answer(message):
    text = await reply(message)

    assert 2 <= len(text.split()) <= 40


@pytest.mark.parametrize(
    "message", ["what can you do?", "help", "What is the capital of France?", "asdf qwer", "Bonjour le monde"]
)
async def test_help_and_what_is_not_understood_get_a_list_of_what_can_be_done(message):
    text = await reply(message)

    assert text.count("\n- ") >= 4
    assert "voice-over" in text


async def test_it_says_that_it_is_no_model():
    assert "demo director" in await reply("are you a real AI?")


async def test_the_same_request_gets_the_same_words():
    assert await reply(COFFEE) == await reply(COFFEE)


async def test_the_wording_is_never_the_same_for_all():
    subjects = ("tea", "bees", "a fox", "the sea", "trains", "my shop")
    texts = [await reply(f"Make a 10 second video about {subject}") for subject in subjects]
    lines = [set(text.splitlines()) - {""} for text in texts]

    assert not set.intersection(*(given - {"**10 seconds · landscape · 2 scenes**"} for given in lines))


async def test_a_message_said_twice_is_not_answered_with_the_same_words():
    hellos = ["hello"]
    for _ in range(4):
        hellos += [await reply(*hellos), "hello"]

    assert len(set(hellos)) > 2


async def test_it_speaks_word_by_word():
    whole = await answer(connect(""), said(COFFEE, tools=()))

    assert all(len(piece.split()) == 1 for piece in whole.pieces)
    assert whole.end.usage.output_tokens == len(whole.pieces)
    assert whole.end.usage.input_tokens == len(COFFEE.split()) + 4


async def test_an_answer_beyond_the_limit_is_cut_and_says_so():
    whole = await answer(connect(""), said("write a 300 word voice-over about coffee", max_output_tokens=50))

    assert (len(whole.pieces), whole.end.finish_reason) == (50, "length")


@pytest.mark.parametrize(
    "message",
    [
        "",
        " ",
        "a " * 16_000,
        "(" * 500,
        "\x00",
        "```",
        "### Plan\n1. **x** (3 s): y",
        "add a scene about {x}",
        "make it 1e99 hours",
        "💡" * 300,
    ],
)
async def test_no_message_is_too_odd_for_an_answer(message):
    assert (await reply(message)).strip()


async def test_a_conversation_without_any_message_gets_an_answer():
    assert (await answer(connect(""), StepRequest("", ()))).text
