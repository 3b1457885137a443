"""The words of an answer arrive as they were written, whatever a server does to their characters."""

import json

import pytest

from .dialects import only
from .scripted_server import sends, streams
from .transcripts import TOKENS, Call, Words, frame
from .transcripts.chat import DONE, delta

WORDS = "Café ☕ 🎬 日本語 ﷽ \N{RIGHT-TO-LEFT MARK}שלום"
HIGH, LOW = "\ud83c", "\udfac"  # the two halves of 🎬
LOST = "\N{REPLACEMENT CHARACTER}"


async def test_pieces_arrive_in_their_order_with_the_count_of_tokens(play, transcript):
    outcome = await play(*transcript.stream(*map(Words, ("One ", "two ", "three."))))

    assert outcome.final_text == "One two three."
    assert (outcome.end.usage.input_tokens, outcome.end.usage.output_tokens) == (TOKENS.input, TOKENS.output)
    assert outcome.end.usage.cached_tokens == TOKENS.cached


async def test_bytes_may_be_cut_anywhere(play, transcript):
    stream = b"".join(transcript.stream(Words(WORDS)))
    plain = _unescaped(stream)

    assert (await play(*[plain[at : at + 1] for at in range(len(plain))])).final_text == WORDS


async def test_escaped_and_plain_characters_are_the_same(play, transcript):
    stream = b"".join(transcript.stream(Words(WORDS)))

    assert (await play(stream)).final_text == (await play(_unescaped(stream))).final_text == WORDS


@pytest.mark.parametrize("between", ["", " film"])
async def test_halves_of_a_character_in_two_pieces_are_one_character(play, transcript, between):
    outcome = await play(*transcript.stream(Words("A " + HIGH), Words(LOW + between), Words("!")))

    assert outcome.final_text == f"A 🎬{between}!"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((f"A {HIGH}", " film"), f"A {LOST} film"),
        ((f"A {LOW} film",), f"A {LOST} film"),
        ((f"A film {HIGH}",), f"A film {LOST}"),
        ((f"A {HIGH}{HIGH}", f"{LOW} film"), f"A {LOST}🎬 film"),
        ((HIGH, "a"), f"{LOST}a"),
    ],
)
async def test_half_a_character_that_never_pairs_is_marked_as_lost(play, transcript, pieces, expected):
    assert (await play(*transcript.stream(*map(Words, pieces)))).final_text == expected


async def test_half_a_character_before_a_call_does_not_break_the_call(play, transcript):
    outcome = await play(*transcript.stream(Words(f"Done {HIGH}"), Call("set_title", '{"title": "Dawn"}')))

    assert (outcome.text, outcome.calls) == (f"Done {LOST}", [("set_title", {"title": "Dawn"})])


async def test_a_zero_character_does_not_come_through(play, transcript):
    """No row of PostgreSQL can hold one."""
    outcome = await play(*transcript.stream(Words("A\0B"), Words("\0"), Words("C")))

    assert outcome.final_text.replace(LOST, "") == "ABC"


async def test_what_only_looks_like_an_escape_is_text(play, transcript):
    words = r"In JSON \u0000 is a zero, \ud83c half a film, C:\new\table."

    assert (await play(*transcript.stream(Words(words)))).final_text == words


async def test_control_characters_that_json_forbids_are_read(play, transcript):
    stream = b"".join(transcript.stream(Words("One<tab>two")))

    assert (await play(stream.replace(b"<tab>", b"\t"))).final_text == "One\ttwo"


@pytest.mark.parametrize("broken", [b"\xff", b"\xc3", b"\xf0\x9f\x8e", b"\xed\xa0\xbc"])
async def test_bytes_that_are_no_utf8_are_marked_as_lost(play, transcript, broken):
    stream = b"".join(transcript.stream(Words("A <here> film")))
    outcome = await play(stream.replace(b"<here>", broken))

    assert outcome.final_text.startswith("A ")
    assert outcome.final_text.endswith(" film")
    assert LOST in outcome.final_text


async def test_a_character_cut_by_bytes_into_two_events_breaks_nothing(play, transcript):
    stream = b"".join(transcript.stream(Words("A <first>"), Words("<rest> film")))
    film = "🎬".encode()
    outcome = await play(stream.replace(b"<first>", film[:2]).replace(b"<rest>", film[2:]))

    assert outcome.final_text.startswith("A ")
    assert outcome.final_text.endswith(" film")


async def test_line_separators_in_the_text_end_no_line(play, transcript):
    words = "One\u2028two\u2029three\x85four\x0bfive"

    assert (await play(_unescaped(b"".join(transcript.stream(Words(words)))))).final_text == words


async def test_words_before_and_after_a_call_are_all_there(play, transcript):
    outcome = await play(
        *transcript.stream(Words("I name it. "), Call("set_title", '{"title": "Dawn"}'), Words("Then we see."))
    )

    assert outcome.text.split() == ["I", "name", "it.", "Then", "we", "see."]
    assert outcome.calls == [("set_title", {"title": "Dawn"})]


async def test_an_answer_of_a_megabyte_in_one_event_arrives(play, transcript):
    words = "film " * 300_000

    assert (await play(*transcript.stream(Words(words)))).final_text == words


async def test_blank_pieces_are_kept_between_words(play, transcript):
    assert (await play(*transcript.stream(*map(Words, ("One", "", "\n\n", " ", "two"))))).final_text == "One\n\n two"


async def test_events_of_a_kind_nobody_knows_are_passed_over(play, transcript):
    unknown = {"type": "response.hologram.delta", "id": "h1", "hologram": {"delta": "…"}}
    first, *rest = transcript.stream(Words("Hi"))

    assert (await play(first, frame(unknown, "hologram"), *rest)).final_text == "Hi"


@only("chat")
@pytest.mark.parametrize(
    "content",
    [
        [{"type": "text", "text": "Hi"}],
        {"type": "text", "text": "Hi"},
        [{"type": "output_text", "text": "Hi"}],
        [{"text": "Hi"}],
        ["H", "i"],
        [{"type": "text", "text": {"value": "Hi", "annotations": []}}],
        [{"type": "text", "text": "Hi"}, {"type": "reference", "reference_ids": [1]}],
    ],
)
async def test_text_as_a_list_of_parts_is_text(play, content):
    assert (await play(delta(content=content), delta("stop"), DONE)).final_text == "Hi"


@only("chat")
async def test_a_second_choice_is_not_mixed_into_the_first(play):
    both = [{"index": 0, "delta": {"content": "Hi"}}, {"index": 1, "delta": {"content": "Ho"}}]
    other = {"choices": [{"index": 1, "delta": {"content": "Ha"}, "finish_reason": "stop"}]}

    outcome = await play(frame({"choices": both}), frame(other), delta(content=" you"), delta("stop"), DONE)

    assert outcome.final_text == "Hi you"


@only("chat")
@pytest.mark.parametrize("index", ["0", 1])
async def test_the_only_choice_is_read_whatever_its_index(play, index):
    event = {"choices": [{"index": index, "delta": {"content": "Hi"}, "finish_reason": "stop"}]}

    assert (await play(frame(event), DONE)).final_text == "Hi"


@only("chat")
async def test_choices_without_an_index_are_parts_of_one_answer(play):
    """Copilot sends the words of Claude in one, its calls in the next."""
    calls = [{"id": "a", "type": "function", "function": {"name": "undo_change", "arguments": "{}"}}]
    choices = [
        {"message": {"content": "I undo it."}},
        {"message": {"tool_calls": calls}, "finish_reason": "tool_calls"},
    ]

    outcome = await play(sends({"choices": choices}))

    assert (outcome.text, outcome.calls) == ("I undo it.", [("undo_change", {})])


@only("google")
async def test_a_second_candidate_is_not_mixed_into_the_first(play, transcript):
    other = {"candidates": [{"index": 1, "content": {"parts": [{"text": "Ha"}]}, "finishReason": "STOP"}]}
    first, *rest = transcript.stream(Words("Hi"), Words(" you"))

    assert (await play(first, frame(other), *rest)).final_text == "Hi you"


@only("chat")
async def test_the_text_of_plain_completions_is_text(play):
    """Some servers answer in the form of the API before."""
    piece = {"choices": [{"index": 0, "text": "Hi", "finish_reason": None}]}

    assert (await play(frame(piece), delta("stop"), DONE)).final_text == "Hi"


@only("chat")
async def test_whole_messages_in_place_of_deltas_are_text(play):
    pieces = [{"choices": [{"index": 0, "message": {"role": "assistant", "content": word}}]} for word in ("H", "i")]

    assert (await play(*map(frame, pieces), delta("stop"), DONE)).final_text == "Hi"


@only("chat")
async def test_usage_in_each_event_is_not_added_up(play):
    first = {
        "choices": [{"index": 0, "delta": {"content": "Hi"}}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 1},
    }
    last = {"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7}}

    outcome = await play(frame(first), delta("stop"), frame(last), DONE)

    assert (outcome.end.usage.input_tokens, outcome.end.usage.output_tokens) == (11, 7)


@pytest.mark.parametrize(
    "usage", [None, {}, [], "7", {"prompt_tokens": None, "input_tokens": "many", "output_tokens": -1}]
)
async def test_a_count_of_tokens_that_cannot_be_read_does_not_spoil_the_answer(play, transcript, usage):
    stream = b"".join(transcript.stream(Words("Hi")))
    for name in (b'"usage"', b'"usageMetadata"'):
        stream = b"\n".join(_with_usage(line, name, usage) for line in stream.split(b"\n"))

    assert (await play(stream)).final_text == "Hi"


@only("chat")
async def test_a_count_of_nothing_is_none_and_that_of_the_choice_counts(play):
    """A gateway that sends zeros would make every answer free of charge."""
    zeros = {"choices": [], "usage": {"prompt_tokens": 0, "completion_tokens": 0}}
    moonshots = {
        "index": 0,
        "delta": {},
        "usage": {"prompt_tokens": 11, "completion_tokens": 7},
        "finish_reason": "stop",
    }

    assert (await play(delta("stop", content="Hi"), frame(zeros), DONE)).end.usage is None
    counted = await play(delta(content="Hi"), frame({"choices": [moonshots]}), frame(zeros), DONE)
    assert (counted.end.usage.input_tokens, counted.end.usage.output_tokens) == (11, 7)


async def test_an_answer_without_a_count_of_tokens_is_whole(play, transcript):
    assert (await play(*transcript.stream(Words("Hi"), tokens=None))).final_text == "Hi"


async def test_many_pieces_that_come_at_once_are_one_chunk(play, transcript):
    stream = b"".join(transcript.stream(*[Words("word ")] * 500))

    outcome = await play(streams(stream))

    assert outcome.final_text == "word " * 500
    assert len(outcome.chunks) < 100


def _unescaped(stream: bytes) -> bytes:
    """The same events with their characters as UTF-8."""
    lines = []
    for line in stream.decode().split("\n"):
        field, _, value = line.partition(": ")
        plain = (
            json.dumps(json.loads(value), ensure_ascii=False) if field == "data" and value.startswith("{") else value
        )
        lines.append(f"{field}: {plain}" if value else line)
    return "\n".join(lines).encode()


def _with_usage(line: bytes, name: bytes, usage: object) -> bytes:
    def put(value):
        if isinstance(value, dict):
            return {key: usage if key == name.decode().strip('"') else put(each) for key, each in value.items()}
        return [put(each) for each in value] if isinstance(value, list) else value

    if name not in line:
        return line
    return b"data: " + json.dumps(put(json.loads(line.removeprefix(b"data: ")))).encode()
