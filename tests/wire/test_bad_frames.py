"""A frame that makes no sense is refused with a reason; the socket lives, and nothing is written."""

import json
import uuid

import pytest
from websockets import ConnectionClosed

from tests.instance import Person
from tests.wire.recording import snapshot

REQUEST = str(uuid.uuid4())
ID = f'"request_id": "{REQUEST}"'

# What is sent; the code, a part of the detail, and whether the refusal can say which request it is of.
BAD_FRAMES: dict[str, tuple[str | bytes, str, str, bool]] = {
    "an empty message": (f'{{"type": "initiate", {ID}, "message": ""}}', "invalid", "blank", True),
    "a blank message": (f'{{"type": "initiate", {ID}, "message": " \\n\\t "}}', "invalid", "blank", True),
    "no message": (f'{{"type": "initiate", {ID}}}', "invalid", "message", True),
    "a message that is a number": (f'{{"type": "initiate", {ID}, "message": 7}}', "invalid", "message", True),
    "a message of 33,000 characters": (
        f'{{"type": "initiate", {ID}, "message": "{"x" * 33_000}"}}', "invalid", "at most 32,000 characters", True,
    ),
    "a wrong request id": ('{"type": "initiate", "request_id": "7", "message": "Hi"}', "invalid", "request_id", False),
    "no request id": ('{"type": "initiate", "message": "Hi"}', "invalid", "request_id", False),
    "an unknown field": (f'{{"type": "initiate", {ID}, "message": "Hi", "model": "x"}}', "invalid", "model", True),
    "attachments that are no ids": (
        f'{{"type": "initiate", {ID}, "message": "Hi", "attachments": ["x"]}}', "invalid", "attachments", True,
    ),
    "an unknown type": (f'{{"type": "delete", {ID}}}', "invalid", "delete", True),
    "an unknown type without end": (f'{{"type": "{"x" * 60_000}"}}', "invalid", "xxx", False),
    "a blank addition": (
        f'{{"type": "steer", {ID}, "assistant_message_id": "{REQUEST}", "text": " "}}', "invalid", "blank", True,
    ),
    "a server's type": ('{"type": "delta", "content": "Hi"}', "invalid", "delta", False),
    "no type": (f'{{{ID}, "message": "Hi"}}', "invalid", "type", True),
    "a wrong message id": ('{"type": "stop", "assistant_message_id": "../1"}', "invalid", "assistant_message_id", False),
    "a position that is a number": ('{"type": "stream", "last_event_id": 4}', "invalid", "last_event_id", False),
    "a position without end": (f'{{"type": "stream", "last_event_id": "{"9" * 65}"}}', "invalid", "last_event_id", False),
    "broken JSON": ('{"type": "stream"', "invalid", "JSON", False),
    "nothing": ("", "invalid", "JSON", False),
    "a word": ("stream", "invalid", "JSON", False),
    "a list": ('[{"type": "stream"}]', "invalid", "JSON object", False),
    "60,000 brackets": ("[" * 60_000, "invalid", "JSON", False),
    "NaN": ('{"type": "stream", "last_event_id": NaN}', "invalid", "JSON", False),
    "Infinity": ('{"type": "stream", "last_event_id": -Infinity}', "invalid", "JSON", False),
    "a number of 5,000 digits": (f'{{"type": "stream", "last_event_id": {"9" * 5_000}}}', "invalid", "JSON", False),
    "a key that stands twice": ('{"type": "stream", "type": "stop"}', "invalid", "JSON", False),
    "half of a surrogate pair": (
        f'{{"type": "initiate", {ID}, "message": "\\ud83d"}}', "invalid", "surrogate", True,
    ),
    "a NUL": (f'{{"type": "initiate", {ID}, "message": "a\\u0000b"}}', "invalid", "NUL", True),
    "a NUL before the id": (f'{{"message": "a\\u0000b", "type": "initiate", {ID}}}', "invalid", "NUL", True),
    "a raw NUL": (f'{{"type": "initiate", {ID}, "message": "a\x00b"}}', "invalid", "JSON", True),
    "half of a surrogate pair in a retry": (
        f'{{"type": "retry", {ID}, "assistant_message_id": "\\udc00"}}', "invalid", "surrogate", True,
    ),
    "NaN in an initiate": (f'{{"type": "initiate", {ID}, "message": NaN}}', "invalid", "JSON", True),
    "a message that stands twice": (
        f'{{"type": "initiate", {ID}, "message": "a", "message": "b"}}', "invalid", "JSON", True,
    ),
    "an initiate that was cut off": (f'{{"type": "initiate", {ID}, "message": "a', "invalid", "JSON", True),
    "two request ids": (
        f'{{"type": "initiate", {ID}, "request_id": "{uuid.uuid4()}", "message": "a"}}', "invalid", "JSON", False,
    ),
    "another request id in the text of a frame that is no JSON": (
        f'{{"type": "initiate", {ID}, "message": "\\"request_id\\": \\"{uuid.uuid4()}\\""', "invalid", "JSON", True,
    ),
    "an initiate in a binary frame": (
        f'{{"type": "initiate", {ID}, "message": "a"}}'.encode(), "invalid", "binary", True,
    ),
    "half of a surrogate pair in a key": ('{"type": "stream", "\\udc00": 1}', "invalid", "surrogate", False),
    "a binary frame": (b'{"type": "stream"}', "invalid", "binary", False),
    "an empty binary frame": (b"", "invalid", "binary", False),
    "more than 64 KiB": (
        f'{{"type": "initiate", {ID}, "message": "{"x" * 65_536}"}}', "too_large", "65536 bytes", True,
    ),
    "more than 64 KiB in three-byte characters": (
        f'{{"type": "initiate", {ID}, "message": "{"語" * 22_000}"}}', "too_large", "65536 bytes", True,
    ),
    "attachments that do not exist": (
        f'{{"type": "initiate", {ID}, "message": "Hi", "attachments": ["{REQUEST}"]}}', "not_found", "attachment", True,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
async def project(alice: Person) -> str:
    return await alice.make_project()


@pytest.mark.parametrize(("sent", "code", "detail", "named"), BAD_FRAMES.values(), ids=BAD_FRAMES)
async def test_it_is_refused_with_a_reason(
    alice: Person, project: str, sent: str | bytes, code: str, detail: str, named: bool
) -> None:
    async with alice.socket(project) as socket:
        await socket.connection.send(sent)
        refusal = await socket.receive()
        assert refusal["type"] == "request_error"
        assert refusal["code"] == code
        assert detail in refusal["detail"]
        assert len(refusal["detail"]) <= 1000, "a person reads it"
        assert refusal.get("request_id") == (REQUEST if named else None)
        await socket.send(type="stream")
        assert (await socket.receive())["messages"] == []
    assert (await snapshot(alice, project))["at"] == "0-0"


async def test_the_longest_message_is_taken_to_the_letter(alice: Person) -> None:
    project, message = await alice.make_project(), "a" * 31_999 + "é"
    async with alice.socket(project) as socket:
        await socket.initiate(message)
    assert (await snapshot(alice, project))["messages"][0]["content"] == message


async def test_a_message_of_any_script_comes_back_to_the_letter(alice: Person) -> None:
    message = 'नमस्ते 👩‍👩‍👧 "quoted" \\u0041 \\u0000 \\\\u0000 \u202e\u0007\u2028 </script>'
    project = await alice.make_project()
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        await socket.initiate(message)
        await socket.until("finalized")
    assert (await snapshot(alice, project))["messages"][0]["content"] == message


async def test_twenty_in_a_row_close_the_socket(alice: Person, project: str) -> None:
    async with alice.socket(project) as socket:
        for _ in range(20):
            await socket.connection.send("nonsense")
        for _ in range(20):
            assert (await socket.receive())["code"] == "invalid"
        with pytest.raises(ConnectionClosed) as closed:
            await socket.receive()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4508


async def test_nineteen_in_a_row_do_not(alice: Person, project: str) -> None:
    async with alice.socket(project) as socket:
        for _ in range(2):
            for _ in range(19):
                await socket.connection.send("nonsense")
            await socket.connection.send(json.dumps({"type": "ack", "last_event_id": "1-1"}))
        await socket.send(type="stream")
        frames = await socket.until("snapshot")
    assert len(frames) == 2 * 19 + 1


async def test_forged_acknowledgements_are_no_news(alice: Person, project: str) -> None:
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        await socket.until("snapshot")
        for position in ("9999999999999999-9999999999999999", "-1", "+", "", "0-0"):
            await socket.send(type="ack", last_event_id=position)
        await socket.send(type="stream")
        assert (await socket.receive())["type"] == "snapshot"
