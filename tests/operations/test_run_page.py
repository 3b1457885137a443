"""The page of a run: the log with its gaps, the attempts side by side, the stream while it lives, and who follows it."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import AsyncClient

from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import get_log, stream_key
from chatstream.run.lifecycle import announce
from operations.run_attempts import attempts_of
from operations.run_log import read_run_log
from projects.models import Message, Project
from tests.chat import ask, run
from tests.instance import Instance
from tests.scripted_model import ScriptedModel, use

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


def address(message: Message, name: str) -> str:
    return f"/admin/runs/{message.pk}/{name}"


async def operator(*permissions: str) -> AsyncClient:
    user = await User.objects.acreate_user(f"olga-{uuid4().hex[:6]}", is_staff=True)
    wanted = Permission.objects.filter(codename__in=["view_run", *permissions])
    await user.user_permissions.aadd(*[permission async for permission in wanted])
    client = AsyncClient()
    await client.aforce_login(user)
    return client


def kinds(log: dict[str, Any]) -> list[str]:
    return [line["type"] for line in log["events"]]


async def test_the_log_has_each_event_and_none_of_the_words(project: Project, model: ScriptedModel) -> None:
    model.answers("Marigolds ", "everywhere. ", use("set_title", title="Marigolds"))
    model.answers("Done.")
    log = await read_run_log((await run(await ask(project))).pk)
    assert log["ended"]
    assert log["whole"]
    assert [kind for kind in kinds(log) if kind in ("message_created", "delta", "tool_result", "finalized")] == [
        "message_created",
        "delta",
        "tool_result",
        "delta",
        "finalized",
    ]
    text = next(line for line in log["events"] if line["type"] == "delta")
    assert text["characters"] == len("Marigolds everywhere. ")
    assert "everywhere" not in json.dumps(log)


async def test_where_events_are_missing_stands_a_gap(project: Project, model: ScriptedModel, valkey) -> None:  # type: ignore[no-untyped-def]
    model.answers("So. ", use("set_title", title="Marigolds"))
    model.answers("Done.")
    answer = await run(await ask(project))
    rows = valkey.xrange(stream_key(str(project.pk)))
    valkey.xdel(stream_key(str(project.pk)), rows[len(rows) // 2][0])
    log = await read_run_log(answer.pk)
    [gap] = [line for line in log["events"] if line["type"] == "gap"]
    assert gap["what"].endswith("events are missing")


def entry(seq: int, kind: str, ts: int, **fields: Any) -> Entry:
    return Entry(Position(1, seq), json.dumps({"type": kind, "message_id": str(uuid4()), "ts": ts, **fields}))


def test_attempts_stand_side_by_side() -> None:
    attempts = attempts_of(
        [
            entry(1, "message_created", 0),
            entry(2, "status", 100, status="thinking", attempt=1),
            entry(3, "delta", 300, content="Here "),
            entry(4, "status", 9_000, status="restarted", attempt=2),
            entry(5, "status", 9_100, status="thinking", attempt=2),
            entry(6, "delta", 9_300, content="Here it is."),
            entry(7, "finalized", 9_500, status="success"),
        ]
    )
    names = ("number", "begin", "first_word", "end", "characters", "outcome")
    assert [tuple(each[name] for name in names) for each in attempts] == [
        (1, 100, 300, 9_000, len("Here "), "taken over"),
        (2, 9_000, 9_300, 9_500, len("Here it is."), "success"),
    ]


async def test_a_live_run_is_followed_as_its_user_follows_it(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    await announce(project.pk)
    at = await get_log().head(str(project.pk))
    response = await (await operator()).get(f"{address(answer, 'events/')}?after={at}")
    assert response["Content-Type"] == "text/event-stream"
    model.answers("Marigolds.")
    running = asyncio.create_task(run(answer))
    heard = "".join([part.decode() async for part in response.streaming_content])
    await running
    lines = [line for data in heard.split("\n") if data.startswith("data: ") for line in json.loads(data[6:])]
    assert lines[-1]["type"] == "finalized"
    assert sum(line.get("characters", 0) for line in lines) == len("Marigolds.")
    assert "Marigolds" not in heard


async def test_a_page_that_comes_from_another_log_is_told_to_begin_anew(project: Project) -> None:
    answer = await ask(project)
    await announce(project.pk)
    response = await (await operator()).get(f"{address(answer, 'events/')}?after={Position(7, 7)}")
    assert "event: lost" in "".join([part.decode() async for part in response.streaming_content])


async def test_the_words_are_replayed_to_who_may_read_them_and_that_is_logged(
    project: Project, model: ScriptedModel
) -> None:
    model.answers("Marigolds.")
    answer = await run(await ask(project))
    assert (await (await operator()).post(address(answer, "replay.json"))).status_code == 404
    replay = (await (await operator("view_content")).post(address(answer, "replay.json"))).json()
    assert "Marigolds." in json.dumps(replay["events"])
    assert (await LogEntry.objects.aget()).object_id == str(answer.pk)


async def test_the_page_says_which_call_a_run_waits_for(project: Project, model: ScriptedModel, settings: Any) -> None:
    settings.TOOLS_NEED_APPROVAL = ["set_title"]
    model.answers("A name.", use("set_title", title="Marigolds"))
    answer = await run(await ask(project))
    page = await (await operator()).get(f"/admin/operations/run/{answer.pk}/change/")
    assert "“set_title” waits to be allowed or declined" in page.content.decode()


async def test_what_the_model_was_sent_is_shown_with_the_words(project: Project, model: ScriptedModel) -> None:
    model.answers("Here it is.", use("set_title", title="Marigolds"))
    model.answers("Done.")
    answer = await run(await ask(project, "A film about marigolds, please."))
    page = f"/admin/operations/run/{answer.pk}/change/"
    client = await operator("view_content")
    assert "A film about marigolds, please." not in (await client.get(page)).content.decode()
    shown = (await client.post(page)).context["sent"]
    assert [message["role"] for message in shown] == ["system", "user"]
    assert "A film about marigolds, please." in shown[-1]["text"]


async def test_who_is_connected_is_asked_of_every_server(instance: Instance) -> None:
    alice, olga = instance.make_user("alice"), instance.make_user("olga")
    instance.shell(
        "from django.contrib.auth.models import User\n"
        f"User.objects.filter(username={olga.username!r}).update(is_staff=True, is_superuser=True)\nanswer = 1"
    )
    project = await alice.make_project()
    async with alice.socket(project) as tab, olga.http() as client:
        await tab.send(type="stream")
        asked = await tab.initiate("Make a 10 second intro for a bakery")
        await tab.until("finalized")
        readers = f"/admin/runs/{asked['assistant_message_id']}/readers.json"
        [reader] = (await client.get(readers)).json()["readers"]
        assert (reader["user"], reader["transport"], reader["behind"]) == (alice.username, "WebSocket", 0)
    async with olga.http() as client:
        assert (await client.get(readers)).json()["readers"] == []
