"""What is packed comes back to the byte; what is not a plain delta is left alone."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatstream.log.packing import pack, packed_delta, unpack
from chatstream.wire.events import Delta, Status

MESSAGE = uuid4()


@given(st.text())
def test_a_delta_comes_back_to_the_byte(text: str) -> None:
    body = Delta(message_id=MESSAGE, content=text.encode("utf-8", "ignore").decode()).encode()
    assert unpack(pack(body)) == body


@given(st.text())
def test_a_delta_that_is_made_packed_is_the_one_that_would_have_been_packed(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    packed = packed_delta(MESSAGE, text)
    delta = Delta.model_validate_json(unpack(packed))
    assert (delta.message_id, delta.content) == (MESSAGE, text)
    assert packed == pack(delta.encode()) == pack(packed)


def test_a_delta_is_smaller_by_what_all_have_in_common() -> None:
    body = Delta(message_id=MESSAGE, content='He said "yes",\n"content":"no"} ').encode()
    assert len(pack(body)) == len(body) - len('{"type":"delta","message_id":"","ts":,"content":}') + 2
    assert unpack(pack(body)) == body


@pytest.mark.parametrize(
    "body",
    [
        Status(message_id=MESSAGE, status="thinking", attempt=1).encode(),
        Delta(content="of no message", ts=1).encode(),
        '{"type":"delta","message_id":"not a uuid","ts":1,"content":"x"}',
    ],
    ids=["another type", "of no message", "of no real message"],
)
def test_anything_else_stays_as_it_is(body: str) -> None:
    assert pack(body) == body == unpack(body)


def test_a_field_that_was_added_later_is_kept() -> None:
    body = Delta(message_id=MESSAGE, content="x").encode()[:-1] + ',"more":"y"}'
    assert unpack(pack(body)) == body
