"""What a model thinks before it answers is told apart from its answer, wherever it stands."""

import pytest

from .dialects import only
from .scripted_server import sends
from .transcripts import Call, Thought, Words, frame
from .transcripts.chat import DONE, delta
from .transcripts.responses import event as responses_event

THOUGHT = "The person wants a greeting."


async def test_thoughts_come_before_the_words_and_are_no_part_of_them(play, transcript):
    outcome = await play(*transcript.stream(Thought("The person wants "), Thought("a greeting."), Words("Hi")))

    assert (outcome.final_text, outcome.reasoning) == ("Hi", THOUGHT)


async def test_thoughts_of_a_whole_answer_are_no_part_of_it(play, transcript):
    outcome = await play(sends(transcript.whole(Thought(THOUGHT), Words("Hi"))))

    assert (outcome.final_text, outcome.reasoning) == ("Hi", THOUGHT)


async def test_thoughts_before_a_call_are_thoughts(play, transcript):
    outcome = await play(*transcript.stream(Thought(THOUGHT), Call("set_title", '{"title": "Dawn"}')))

    assert (outcome.text, outcome.reasoning, len(outcome.requests)) == ("", THOUGHT, 1)


async def test_half_characters_in_thoughts_break_nothing(play, transcript):
    outcome = await play(*transcript.stream(Thought("A \ud83c"), Thought("\udfac film \ud83c"), Words("Hi")))

    assert outcome.final_text == "Hi"
    assert outcome.reasoning.startswith("A ")
    assert " film" in outcome.reasoning


async def test_a_zero_character_in_thoughts_does_not_come_through(play, transcript):
    assert (await play(*transcript.stream(Thought("A\0B"), Words("Hi")))).final_text == "Hi"


TAGS = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("<reflection>", "</reflection>"),
    ("<THINK>", "</THINK>"),
    ("[THINK]", "[/THINK]"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<seed:think>", "</seed:think>"),
    ("◁think▷", "◁/think▷"),
]


@pytest.mark.parametrize(("start", "end"), TAGS)
async def test_thoughts_in_tags_are_taken_out_of_the_text(play, transcript, start, end):
    outcome = await play(*transcript.stream(Words(f"{start}\n{THOUGHT}\n{end}\n\nHi")))

    assert (outcome.final_text.strip(), outcome.reasoning.strip()) == ("Hi", THOUGHT)


@pytest.mark.parametrize(("start", "end"), TAGS)
async def test_tags_may_be_cut_anywhere(play, transcript, start, end):
    outcome = await play(*transcript.stream(*map(Words, f"{start}\n{THOUGHT}\n{end}\n\nHi")))

    assert (outcome.final_text.strip(), outcome.reasoning.strip()) == ("Hi", THOUGHT)


async def test_only_the_end_of_thoughts_means_that_all_before_it_was_thought(play, transcript):
    """Templates put the start into the prompt, so that the model never writes it."""
    outcome = await play(*transcript.stream(Words(f"{THOUGHT}\n</think>\n\n"), Words("Hi")))

    assert "</think>" not in outcome.final_text
    assert outcome.final_text.endswith("Hi")


async def test_empty_thoughts_leave_nothing(play, transcript):
    outcome = await play(*transcript.stream(Words("<think>\n\n</think>\n\nHi")))

    assert (outcome.final_text.strip(), outcome.reasoning.strip()) == ("Hi", "")


async def test_thoughts_in_the_middle_are_taken_out(play, transcript):
    outcome = await play(*transcript.stream(Words("One.\n\n"), Words(f"<think>{THOUGHT}</think>"), Words("\n\nTwo.")))

    assert outcome.final_text.split() == ["One.", "Two."]


async def test_thoughts_that_never_end_are_no_answer(play, transcript):
    """All tokens were spent on them; nothing is said."""
    outcome = await play(*transcript.stream(Words(f"<think>\n{THOUGHT}")))

    assert outcome.code == "empty_answer"


async def test_a_call_after_thoughts_in_tags_is_a_call(play, transcript):
    outcome = await play(*transcript.stream(Words(f"<think>{THOUGHT}</think>"), Call("set_title", '{"title": "Dawn"}')))

    assert (outcome.text.strip(), len(outcome.requests)) == ("", 1)


@pytest.mark.parametrize(
    "words",
    [
        "I think <b>this</b> is it: 1 < 2 and 3 > 2.",
        "Use `<think>` where you want a pause.",
        "In HTML, <thinker> is no tag.",
        "a < b",
        "<",
        "Tags: <title>, <thinly>, [THINGS].",
    ],
)
async def test_what_only_looks_like_a_tag_is_text(play, transcript, words):
    outcome = await play(*transcript.stream(*map(Words, words)))

    assert outcome.final_text == words


@only("chat")
@pytest.mark.parametrize(
    "fields",
    [
        {"reasoning_content": THOUGHT},
        {"reasoning": THOUGHT},
        {"thinking": THOUGHT},
        {"reasoning_text": THOUGHT},
        {"reasoning_details": [{"type": "reasoning.text", "text": THOUGHT}]},
        {"reasoning_details": [{"type": "reasoning.summary", "summary": THOUGHT}]},
        {"reasoning_content": THOUGHT, "reasoning": THOUGHT},
        {"reasoning": THOUGHT, "reasoning_details": [{"type": "reasoning.text", "text": THOUGHT}]},
        {"reasoning": {"content": THOUGHT}},
        {"reasoning_content": [{"type": "text", "text": THOUGHT}]},
        {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": THOUGHT}]}]},
        {"content": [{"type": "thinking", "thinking": THOUGHT}]},
        {"content": [{"type": "reasoning", "text": THOUGHT}]},
        {"content": "", "reasoning_content": THOUGHT},
        {"content": None, "reasoning_content": THOUGHT},
    ],
)
async def test_thoughts_have_many_names(play, fields):
    outcome = await play(delta(role="assistant", content=""), delta(**fields), delta(content="Hi"), delta("stop"), DONE)

    assert (outcome.final_text, outcome.reasoning) == ("Hi", THOUGHT)


@only("chat")
async def test_encrypted_thoughts_are_no_words(play):
    details = [{"type": "reasoning.encrypted", "data": "gAAAAB"}]
    outcome = await play(delta(reasoning_details=details), delta(content="Hi"), delta("stop"), DONE)

    assert (outcome.final_text, outcome.reasoning) == ("Hi", "")


@only("chat")
async def test_the_last_thought_and_the_first_word_may_come_in_one_event(play):
    outcome = await play(delta(reasoning_content=THOUGHT, content="Hi"), delta("stop"), DONE)

    assert (outcome.final_text, outcome.reasoning) == ("Hi", THOUGHT)


@only("responses")
async def test_thoughts_in_full_are_thoughts(play, transcript):
    """Open models behind this API stream what they think, not its summary."""
    first, *rest = transcript.stream(Words("Hi"))
    thought = responses_event(
        "response.reasoning_text.delta", output_index=0, item_id="rs_1", content_index=0, delta=THOUGHT
    )

    outcome = await play(first, thought, *rest)

    assert (outcome.final_text, outcome.reasoning) == ("Hi", THOUGHT)


@only("anthropic")
async def test_thoughts_that_are_kept_secret_are_no_words(play, transcript):
    secret = {"type": "redacted_thinking", "data": "gAAAAB"}
    first, *rest = transcript.stream(Words("Hi"))
    block = frame({"type": "content_block_start", "index": 7, "content_block": secret}, "content_block_start")
    outcome = await play(first, block, frame({"type": "content_block_stop", "index": 7}), *rest)

    assert (outcome.final_text, outcome.reasoning) == ("Hi", "")
