"""Read this first. A project's log: what is appended is followed, and taken up again, by position."""

from uuid import uuid4

import pytest

from chatstream.log.entries import START, Position
from chatstream.log.event_log import Producer, get_log
from chatstream.wire.errors import PositionLost
from chatstream.wire.events import Delta

pytestmark = pytest.mark.usefixtures("connections")


async def test_append_and_follow() -> None:
    """A producer appends events and counts them; the log gives each its place."""
    log, project = get_log(), str(uuid4())
    alice = Producer(id="alice's answer", instance="worker 1", fence=1)

    head = await log.append(project, alice, 1, [Delta(content="Hello, ").encode(), Delta(content="Bob.").encode()])

    [entries] = await log.read_after([(project, START)])
    assert [entry.event()["content"] for entry in entries] == ["Hello, ", "Bob."]
    assert [entry.position.seq for entry in entries] == [1, 2]
    assert entries[-1].position == head == await log.head(project)


async def test_resume_from_a_position() -> None:
    """Who was away names the last event they applied, and gets exactly what came after it."""
    log, project = get_log(), str(uuid4())
    alice = Producer(id="alice's answer", instance="worker 1", fence=1)
    last_seen = await log.append(project, alice, 1, [Delta(content="Hello, ").encode()])

    await log.append(project, alice, 2, [Delta(content="Bob").encode(), Delta(content=".").encode()])

    missed = await log.read_missed(project, last_seen)
    assert "".join(entry.event()["content"] for entry in missed) == "Bob."
    with pytest.raises(PositionLost):  # of what is not there, nobody can say what came after it
        await log.read_missed(project, Position(last_seen.epoch, 99))
