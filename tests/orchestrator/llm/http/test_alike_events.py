"""Many events of words are read as few, and the answer is the same to the letter."""

import json
from itertools import count

import pytest

from orchestrator.llm.answers.answer import Answer
from orchestrator.llm.dialects import anthropic, chat, responses
from orchestrator.llm.dialects.dialect import Dialect
from orchestrator.llm.http.body_reader import BodyReader

WORDS = [
    "Once",
    " upon",
    ' a "time"',
    "\n\n",
    "a back\\slash,",
    " \\",
    '"',
    " caf\u00e9 ☕",
    '"}}\n\ndata: {"x',
    " end",
    ".",
] * 3
_numbers = count(1)


def of_chat(text: str, **more: object) -> bytes:
    return event({"id": "1", "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}], **more})


def of_anthropic(text: str, index: int = 0) -> bytes:
    delta = {"type": "text_delta", "text": text}
    return b"event: content_block_delta\n" + event({"type": "content_block_delta", "index": index, "delta": delta})


def of_responses(text: str, item: int = 0) -> bytes:
    number = next(_numbers)
    place = {"item_id": f"m{item}", "output_index": item, "content_index": 0}
    return event(
        {
            "type": "response.output_text.delta",
            "sequence_number": number,
            **place,
            "delta": text,
            "obfuscation": "x" * (number % 5),
        }
    )


def event(data: dict) -> bytes:
    return b"data: " + json.dumps(data, separators=(",", ":")).encode() + b"\n\n"


def read(dialect: Dialect, pieces: list[bytes]) -> tuple[str, int]:
    """The text of an answer, and as how many events it was read."""
    decoder, answer = dialect.decoder(), Answer({}, "here")
    body, events = BodyReader(decoder.text_of), 0
    for piece in pieces:
        for value in body.feed(piece):
            decoder.read(value, answer)
            events += 1
    answer.finish("stop")
    return "".join(chunk.text for chunk in answer.end()[:-1]), events


@pytest.mark.parametrize(
    ("dialect", "said"),
    [(chat.DIALECT, of_chat), (anthropic.DIALECT, of_anthropic), (responses.DIALECT, of_responses)],
    ids=["chat", "anthropic", "responses"],
)
def test_what_is_read_in_one_go_is_one_event(dialect, said):
    first, *rest = map(said, WORDS)
    pieces = [first, *(b"".join(rest[at : at + 5]) for at in range(0, len(rest), 5))]
    assert read(dialect, pieces) == ("".join(WORDS), len(pieces))


@pytest.mark.parametrize("size", [1, 7, 100, 333])
def test_events_may_be_cut_anywhere(size):
    body = b"".join(map(of_chat, WORDS))
    assert read(chat.DIALECT, [body[at : at + size] for at in range(0, len(body), size)])[0] == "".join(WORDS)


def test_the_text_of_another_item_is_a_paragraph_of_its_own():
    pieces = [of_responses("One"), of_responses(" two") + of_responses("Three", 1) + of_responses(" four", 1)]
    assert read(responses.DIALECT, pieces)[0] == "One two\n\nThree four"


def test_what_says_more_than_words_is_read_by_itself():
    usage = {"usage": {"prompt_tokens": 1, "completion_tokens": 1}}
    pieces = [of_chat("One", **usage), of_chat(" two", **usage) + of_chat(" three", **usage)]
    assert read(chat.DIALECT, pieces) == ("One two three", 3)
