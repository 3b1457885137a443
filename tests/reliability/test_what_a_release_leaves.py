"""R22: what a release has left in Valkey in the midst of an answer is taken up by this one, and no reader loses anything."""

import json
from pathlib import Path
from typing import Any

import pytest
import redis

from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.rows import ledger
from chatstream.rows.database import off_loop
from projects.models import Message, OutboxEvent, Project
from tests.chat import ask, fresh, until_ended_by_a_worker, visible_text
from tests.orchestrator.conftest import running_worker, stop_listener
from tests.scripted_model import ScriptedModel

__all__ = ["stop_listener"]

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.json"))

pytestmark = pytest.mark.usefixtures("connections", "stop_listener")


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
async def test_an_answer_of_an_earlier_release_is_taken_up(
    path: Path, project: Project, model: ScriptedModel, valkey: redis.Redis
) -> None:
    answer = await ask(project)
    left = read(path, answer)
    await off_loop(forget_what_this_release_would_say)(answer)
    await put_back(left, valkey)
    shown = await visible_text(answer)
    assert len(shown.split()) > 5
    model.answers("And here is the rest.")
    async with running_worker():
        await until_ended_by_a_worker(answer)
    row = await fresh(answer)
    assert (row.status, row.attempt, row.content) == ("success", 2, "And here is the rest.")
    seen = Position.parse(left["log"][-1][0])
    assert seen is not None
    missed = await get_log().read_missed(str(project.pk), seen)
    assert [entry.event()["status"] for entry in missed if entry.type == "status"][:1] == ["restarted"]
    assert await visible_text(answer) == row.content


def read(path: Path, answer: Message) -> dict[str, Any]:
    """What was left, with the ids of this project and this answer."""
    text = path.read_text()
    recorded = json.loads(text)
    for old, new in ((recorded["project"], answer.project_id), (recorded["answer"], answer.pk)):
        text = text.replace(old, str(new))
    return json.loads(text)


def forget_what_this_release_would_say(answer: Message) -> None:
    """The rows are as after the claim of a worker that is gone; their migrations have other tests."""
    OutboxEvent.objects.all().delete()
    assert ledger.claim(answer.pk)
    Message.objects.filter(pk=answer.pk).update(heard_from=None)


async def put_back(left: dict[str, Any], valkey: redis.Redis) -> None:
    server = valkey.info("server")["run_id"]
    stream = left["project"]
    for at, body in left["log"]:
        valkey.xadd(f"chatstream:{{{stream}}}:log", {"e": body}, id=at)
    for key, state in left["states"].items():
        valkey.set(key, server if key.endswith(":server") else state, ex=600)
    valkey.expire(f"chatstream:{{{stream}}}:log", 600)
    valkey.xadd(f"{left['queue']}:stream", left["task"])
