"""With LOG_FORMAT=json every line is an object that says which request, socket or run it belongs to."""

import asyncio
import io
import json
import logging
import uuid
from collections.abc import Iterator

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import AsyncClient

from chatstream.log_context import add_ids, current_ids
from chatstream.rows import ledger
from chatstream.run.lifecycle import run_answer
from config.logs import JsonLines
from projects.actions import start_turn
from projects.models import Project

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """What the loggers of the product write, as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("orchestrator", "chatstream")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


def lines(output: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in output.getvalue().splitlines()]


async def test_a_line_of_a_run_has_its_run_its_project_and_its_user(project: Project, output: io.StringIO) -> None:
    answer = await sync_to_async(start_turn)(project.pk, uuid.uuid4(), "Make me a film.")
    await sync_to_async(ledger.claim)(answer.pk)
    await asyncio.create_task(run_answer(answer.pk))
    [line] = [line for line in lines(output) if "another owner" in line["message"]]
    assert (line["run"], line["project"], line["user"]) == (str(answer.pk), str(project.pk), str(project.owner_id))
    assert line["level"] == "INFO"
    assert "run" not in current_ids(), "the ids are those of the task"


async def test_a_line_of_a_request_has_the_id_that_the_proxy_gave_it(
    alice: User, output: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("projects.web.api.off_loop", fail)
    client = AsyncClient()
    await client.aforce_login(alice)
    response = await client.get("/api/projects/", headers={"X-Request-ID": "abc-1"})
    assert response.status_code == 503
    [line] = lines(output)
    assert (line["request"], line["user"]) == ("abc-1", str(alice.pk))
    assert "a fault of ours" in line["traceback"]


async def test_a_line_is_one_line_whatever_is_in_it(output: io.StringIO) -> None:
    add_ids(stream="x")
    logging.getLogger("chatstream").warning("two\nlines, “quoted”")
    [line] = lines(output)
    assert line["message"] == "two\nlines, “quoted”"
    assert line["stream"] == "x"
