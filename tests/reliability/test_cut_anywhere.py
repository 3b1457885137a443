"""R2: a connection may break after any event and after any byte; whoever comes back ends with the same text."""

import json
from contextlib import aclosing
from typing import Any

import pytest
from django.contrib.auth.models import User

from chaos.follower import Follower
from chatstream.doors.http import _chunk
from chatstream.follow.feed import open_feed
from projects.models import Message, Project
from tests.chat import ask, run
from tests.orchestrator.studio import Paint
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")

Frame = dict[str, Any]


@pytest.fixture
async def answer(project: Project, model: ScriptedModel, paint: Paint) -> Message:
    """An answer with words in several alphabets, tools, and words after them."""
    for number in range(6):
        model.answers(f"Scene {number}: «naïve café» 🎬 ", use("paint", colour=f"n{number}"))
    model.answers(*(f"слово{word} " for word in range(30)))
    return await run(await ask(project))


async def sent(user: User, project: Project, position: str | None) -> list[bytes]:
    """What an EventSource is sent until it is caught up, in pieces as they leave the server."""
    last = "snapshot" if position is None else "reconnected"
    chunks: list[bytes] = []
    feed = await open_feed(user, str(project.pk))
    async with aclosing(feed.frames(position)) as frames:
        async for frame in frames:
            chunks.append(_chunk(frame))
            if json.loads(frame.text)["type"] == last:
                return chunks
    raise AssertionError("the stream ended")


def heard(data: bytes) -> list[Frame]:
    """The frames that an EventSource makes of the bytes it got before the cut: whole events alone."""
    events = data.split(b"\n\n")[:-1]
    return [json.loads(line[6:]) for event in events for line in event.split(b"\n") if line.startswith(b"data: ")]


async def test_after_every_event_and_every_byte_the_text_is_the_same_to_the_byte(
    project: Project, alice: User, answer: Message
) -> None:
    [snapshot] = heard(b"".join(await sent(alice, project, None)))
    first = snapshot["at"].split("-")[0] + "-1"  # the first event: a message without a word yet
    stream = b"".join(await sent(alice, project, first))
    rest_after: dict[str, list[Frame]] = {}
    for cut in range(len(stream)):
        before = heard(stream[:cut])
        position = next((frame["id"] for frame in reversed(before) if "id" in frame), first)
        if position not in rest_after:
            rest_after[position] = heard(b"".join(await sent(alice, project, position)))
        reader = Follower("cut off", position=None)
        reader.apply({"type": "snapshot", "at": first, "messages": []})
        for frame in [*before, *rest_after[position]]:
            reader.apply(frame)
        assert reader.problems == [], f"cut after {cut} bytes"
        assert reader.texts[str(answer.pk)] == answer.content
    assert len(stream) >= 2_000
    assert len(rest_after) >= 30, "every event was the last before some cut"
