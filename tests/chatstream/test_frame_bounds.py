"""No frame over 256 KiB: what is too large comes in several events, or is left out and named so that it can be fetched."""

import json
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest

from chatstream.follow.fold import fold
from chatstream.log.entries import Entry, Position
from chatstream.log.packing import merge, packed_delta
from chatstream.wire.events import Attachment, Event, Finalized, Reasoning, ToolResult, ToolStart
from chatstream.wire.limits import SERVER_FRAME_MAX_BYTES
from chatstream.wire.snapshot_frame import encode_snapshot
from chatstream.wire.text_parts import restate_text, split_text
from chatstream.wire.views import MessageView, Snapshot, StatePart, ToolCallView
from tests.chatstream.rows import to_rows

MESSAGE = uuid4()
MEGABYTE = "Zeile für Zeile 👩‍👩‍👧\n" * 50_000
UGLY = "\x01" * 400_000  # six bytes of JSON each
TEXTS = {"short": "Hello", "empty": "", "a megabyte": MEGABYTE, "control characters": UGLY}


def size(text: str) -> int:
    return len(text.encode())


def frame(body: str) -> str:
    return Entry(Position(10**15, 10**9), body).frame


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_in_one_piece_becomes_deltas_that_fit_and_come_to_the_same_letter(text: str) -> None:
    stored = to_rows([packed_delta(MESSAGE, piece) for piece in split_text(text)], epoch=1)
    entries = list(merge(stored))
    assert all(size(entry.frame) <= SERVER_FRAME_MAX_BYTES for entry in entries)
    assert "".join(entry.event()["content"] for entry in entries) == text
    assert sum(entry.merged for entry in entries) == len(stored)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_that_stands_is_restated_in_frames_that_fit(text: str) -> None:
    events = restate_text(MESSAGE, 2, text)
    assert all(size(frame(event.encode())) <= SERVER_FRAME_MAX_BYTES for event in events)
    assert fold(json.loads(event.encode()) for event in events).content == text
    assert fold(json.loads(event.encode()) for event in [*restate_text(MESSAGE, 1, "before"), *events]).content == text


@pytest.mark.parametrize("reasoning", TEXTS.values(), ids=TEXTS)
def test_reasoning_that_stands_is_restated_in_frames_that_fit(reasoning: str) -> None:
    events = restate_text(MESSAGE, 2, "The text", reasoning)
    assert all(size(frame(event.encode())) <= SERVER_FRAME_MAX_BYTES for event in events)
    before = restate_text(MESSAGE, 1, "before", "before")
    state = fold(json.loads(event.encode()) for event in [*before, *events])
    assert (state.content, state.reasoning) == ("The text", reasoning)


def test_megabytes_of_missed_reasoning_come_in_several_frames() -> None:
    bodies = [Reasoning(message_id=MESSAGE, content=f"{number:0999d} ").encode() for number in range(2_000)]
    entries = list(merge(to_rows(bodies, epoch=1)))
    assert max(size(entry.frame) for entry in entries) <= SERVER_FRAME_MAX_BYTES
    assert sum(entry.merged for entry in entries) == 2_000


def test_megabytes_of_missed_words_come_in_several_frames_that_count_right() -> None:
    bodies = [packed_delta(MESSAGE, f"{number:0999d} ") for number in range(2_000)]
    entries = list(merge(to_rows(bodies, epoch=1)))
    assert 8 <= len(entries) <= 40
    assert max(size(entry.frame) for entry in entries) <= SERVER_FRAME_MAX_BYTES
    position = Position(1, 0)
    for entry in entries:
        assert entry.before == position
        position = entry.position
    assert position.seq == 2_000
    assert "".join(entry.event()["content"] for entry in entries) == "".join(f"{n:0999d} " for n in range(2_000))


@pytest.mark.parametrize("length", [0, 5, 65_536])
def test_an_end_carries_its_text_up_to_64_kib_and_always_what_it_measures(length: int) -> None:
    text = "é" * (length // 2)
    event_fields = json.loads(Finalized(message_id=MESSAGE, status="success", content=text, elapsed_ms=1).encode())
    assert (event_fields["content"], event_fields["length"]) == (text, len(text))
    assert event_fields["sha256"] == sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("text", ["x" * 65_537, MEGABYTE, "\x01" * 60_000], ids=["64 KiB + 1", "a megabyte", "ugly"])
def test_a_longer_text_is_left_out_of_an_end_and_measured(text: str) -> None:
    event_fields = json.loads(Finalized(message_id=MESSAGE, status="success", content=text, elapsed_ms=1).encode())
    assert "content" not in event_fields
    assert (event_fields["length"], event_fields["sha256"]) == (len(text), sha256(text.encode()).hexdigest())


class Drawing(Event):
    """One that a project adds."""

    type: Literal["drawing"] = "drawing"
    drawing: dict[str, Any] | None = None

    LARGE_FIELD = "drawing"


CALL = {"message_id": MESSAGE, "tool_call_id": uuid4(), "name": "paint"}
LARGE = {"text": "x" * 300_000}


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (ToolStart(**CALL, title="Paint", arguments=LARGE), "arguments"),
        (ToolResult(**CALL, success=True, payload=LARGE, elapsed_ms=1), "payload"),
        (Drawing(drawing=LARGE), "drawing"),
    ],
)
def test_what_a_tool_says_and_what_a_project_adds_is_left_out_if_they_are_too_large(event: Event, field: str) -> None:
    event_fields = json.loads(event.encode())
    assert field not in event_fields
    small = event.model_copy(update={field: {"text": "x"}})
    assert json.loads(small.encode()) == {**event_fields, field: {"text": "x"}}


def message(number: int, content: str, status: str = "success", **fields: object) -> MessageView:
    role = "assistant" if number % 2 else "user"
    return MessageView(id=UUID(int=number), role=role, content=content, status=status, created=0, **fields)


def snapshot(messages: list[MessageView], **state: StatePart) -> Snapshot:
    return Snapshot(at="1-1", project={"id": "p", "more": False}, messages=messages, state=state)


def sent(snapshot: Snapshot) -> dict:
    text = encode_snapshot(snapshot)
    assert size(text) <= SERVER_FRAME_MAX_BYTES
    return json.loads(text)


def test_a_snapshot_that_fits_is_sent_as_it_is() -> None:
    whole = snapshot([message(1, "Hi"), message(2, "x" * 100_000)], drawing=StatePart(value={"lines": []}))
    assert encode_snapshot(whole) == whole.encode()


def test_a_larger_one_has_the_newest_messages_whole_and_says_that_there_are_more() -> None:
    messages = [message(number, f"{number}" + "x" * 30_000) for number in range(36)]
    view = sent(snapshot(messages))
    count = len(view["messages"])
    assert 7 <= count <= 8
    assert [each["content"] for each in view["messages"]] == [each.content for each in messages[-count:]]
    assert view["project"]["more"] is True


def test_a_text_that_fits_no_frame_is_left_out_and_measured() -> None:
    view = sent(snapshot([message(1, "Before"), message(2, "Write much"), message(3, MEGABYTE)]))
    *_, last = view["messages"]
    assert "content" not in last
    assert (last["length"], last["sha256"]) == (len(MEGABYTE), sha256(MEGABYTE.encode()).hexdigest())
    assert [each["content"] for each in view["messages"][:-1]] == ["Before", "Write much"]
    assert view["project"]["more"] is False


def test_from_the_oldest_unfinished_answer_on_every_message_is_there() -> None:
    """Events go on about it: a client that did not have it could not follow."""
    waiting = [
        message(number, "" if number % 2 else "q" * 32_000, "pending" if number % 2 else "success", attachments=None)
        for number in range(4, 42)
    ]
    waiting = [
        each if each.role == "assistant" else each.model_copy(update={"attachments": [_picture()] * 8})
        for each in waiting
    ]
    running = message(3, "r" * 60_000, "running")
    view = sent(snapshot([message(1, "old" * 9_000), message(2, "Write"), running, *waiting]))
    messages = view["messages"][-len(waiting) - 1 :]
    assert [each["id"] for each in messages] == [str(each.id) for each in [running, *waiting]]
    assert messages[0]["content"] == "r" * 60_000
    assert all("content" in each or "sha256" in each for each in view["messages"])


def test_tool_calls_that_are_too_large_together_keep_their_cards() -> None:
    calls = [
        ToolCallView(
            tool_call_id=uuid4(),
            name="paint",
            title=f"Paint {number}",
            arguments=LARGE,
            status="success",
            payload=LARGE,
        )
        for number in range(24)
    ]
    [view] = sent(snapshot([message(1, "Done.", tool_calls=calls)]))["messages"]
    assert [call["title"] for call in view["tool_calls"]] == [call.title for call in calls]
    assert all("arguments" not in call and "payload" not in call for call in view["tool_calls"])
    assert view["content"] == "Done."


def test_what_a_project_adds_is_replaced_where_it_is_too_large() -> None:
    drawing = StatePart(value={"lines": ["x" * 250_000]}, substitute={"drawing_number": 7})
    view = sent(snapshot([message(1, "Hi" * 10_000)], drawing=drawing, title=StatePart(value=None)))
    assert "drawing" not in view
    assert view["drawing_number"] == 7
    assert view["title"] is None


def test_reasoning_is_sent_with_its_message_as_long_as_all_fit() -> None:
    whole = snapshot([message(1, "Hi", reasoning="They greet me. " * 4_000)])
    assert encode_snapshot(whole) == whole.encode()


def test_in_a_snapshot_that_is_too_large_long_reasoning_is_left_out_and_named() -> None:
    long = "Let me see. " * 5_000
    view = sent(snapshot([message(number, f"{number}", reasoning=long) for number in range(1, 20, 2)]))
    assert len(view["messages"]) == 10
    assert all("reasoning" not in each and each["partial"] for each in view["messages"])
    assert [each["content"] for each in view["messages"]] == [str(number) for number in range(1, 20, 2)]


def test_an_unfinished_answer_keeps_its_reasoning_unless_nothing_else_fits() -> None:
    running = message(3, "r" * 60_000, "running", reasoning="Hm. " * 15_000)
    [*_, view] = sent(snapshot([*[message(1, "old" * 20_000)] * 5, running]))["messages"]
    assert (view["content"], view["reasoning"]) == (running.content, running.reasoning)
    questions = [message(number, "x" * 100, attachments=[_picture()] * 8) for number in range(4, 124, 2)]
    left = next(each for each in sent(snapshot([running, *questions]))["messages"] if each["id"] == str(running.id))
    assert left["content"] == running.content
    assert "reasoning" not in left
    assert left["partial"]


def _picture() -> Attachment:
    return Attachment(id=MESSAGE, name="n" * 200, width=1, height=1, url="/u" * 50)
