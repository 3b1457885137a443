"""The door of MCP, in this process: whom it lets in, and how it says no."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from chatstream.rows.database import off_loop
from projects.models import Project
from projects.scope import Scope
from tests.projects.asking_mcp import LIST, asking, call, status

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


async def test_who_has_no_valid_token_is_told_to_send_one(alice: User) -> None:
    async with asking(None) as nobody, asking(None, Authorization="Bearer csv_old") as stale:
        answers = [await client.post("/mcp", json=LIST) for client in (nobody, stale)]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert [answer.headers["WWW-Authenticate"] for answer in answers] == [
        'Bearer realm="chatstream"',
        'Bearer realm="chatstream", error="invalid_token"',
    ]
    async with asking(alice) as client:
        assert await status(client) == 200


async def test_a_token_that_reads_alone_is_told_what_it_lacks(alice: User) -> None:
    async with asking(alice, Scope(may_write=False)) as client:
        refused = await client.post("/mcp", json=call("create_project"))
        assert await status(client, call("list_projects")) == 200
        assert await status(client, {"jsonrpc": "2.0", "id": 1, "method": "tasks/cancel"}) == 403
    assert (refused.status_code, 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]) == (403, True)
    assert refused.json()["error"]["message"] == "This token may read, and change nothing."
    assert not await off_loop(Project.objects.exists)()


async def test_a_tool_judges_the_token_too_whatever_the_door_could_read(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projects.mcp.serving.require_scope", lambda user, body: None)
    async with asking(alice, Scope(may_write=False)) as client:
        answer = await client.post("/mcp", json=call("create_project"))
    assert "may read, and change nothing" in answer.text
    assert not await off_loop(Project.objects.exists)()


async def test_a_token_of_one_project_makes_no_other_and_sees_no_other(alice: User, project: Project) -> None:
    other = await off_loop(Project.objects.create)(owner=alice, title="Other")
    async with asking(alice, Scope(project_id=project.pk)) as client:
        assert await status(client, call("create_project")) == 403
        own, foreign = [
            await client.post("/mcp", json=call("get_project", project_id=str(each.pk))) for each in (project, other)
        ]
    assert ('"isError":false' in own.text, "There is no such project." in foreign.text) == (True, True)


@pytest.mark.parametrize("header", [{"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}])
async def test_a_page_of_another_site_is_refused_whatever_it_holds(alice: User, header: dict[str, str]) -> None:
    async with asking(alice, **header) as client:
        assert await status(client) == 403
    async with asking(alice, Origin="http://localhost") as client:
        assert await status(client) == 200


async def test_there_is_no_stream_to_open_and_no_session_to_end(alice: User) -> None:
    async with asking(alice) as client:
        answers = [await client.request(verb, "/mcp") for verb in ("GET", "DELETE")]
    assert [(answer.status_code, answer.headers["Allow"]) for answer in answers] == [(405, "POST")] * 2


async def test_a_body_is_bounded(alice: User) -> None:
    async with asking(alice) as client:
        assert await status(client, call("list_projects", query="a" * 70_000)) == 413


async def test_calls_count_as_everywhere(alice: User, settings: Any) -> None:
    settings.LIMIT_CALLS_PER_MINUTE = 1
    async with asking(alice) as client:
        assert await status(client) == 200
        refused = await client.post("/mcp", json=LIST)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
