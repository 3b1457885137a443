"""The list of runs: a search, counts beside the filters, the failures in groups, and the list as a file."""

import csv
import io
import json
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import AsyncClient, Client
from django.utils import timezone

from operations import run_export
from projects.actions import start_turn
from projects.models import Message, Project, ToolCall
from tests.operations.test_run_admin import RUNS, fail

pytestmark = pytest.mark.django_db(transaction=True)

ERRORS = f"{RUNS}errors/"


async def operator(*permissions: str) -> AsyncClient:
    user = await User.objects.acreate_user(f"olga-{uuid4().hex[:6]}", is_staff=True)
    wanted = Permission.objects.filter(codename__in=["view_run", *permissions])
    await user.user_permissions.aadd(*[permission async for permission in wanted])
    client = AsyncClient()
    await client.aforce_login(user)
    return client


async def download(client: AsyncClient, form: str, query: str = "", method: str = "get") -> str:
    response = await getattr(client, method)(f"{RUNS}export.{form}?{query}")
    assert response.status_code == 200
    return b"".join([part async for part in response.streaming_content]).decode()


def choices(page, parameter: str) -> dict[str, int]:  # type: ignore[no-untyped-def]
    [each] = [each for each in page.context["cl"].filter_specs if parameter in each.expected_parameters()]
    return {str(choice["display"]): choice["count"] for choice in each.choices(page.context["cl"]) if "count" in choice}


def test_each_choice_of_a_filter_says_how_many_it_leaves(project: Project, admin_client: Client) -> None:
    for _ in range(2):
        fail(project)
    start_turn(project.pk, uuid4(), "And another.")
    page = admin_client.get(RUNS)
    assert choices(page, "state") == {"Queued": 1, "Failed": 2}
    assert choices(page, "code") == {"provider_quota_used_up": 2}
    assert choices(page, "tool_error") == {"Any": 2, "plan_video": 2}
    assert choices(page, "user") == {project.owner.get_username(): 3}
    assert choices(admin_client.get(f"{RUNS}?state=queued"), "tool") == {}


def test_a_run_is_found_by_any_of_its_ids_and_by_words(project: Project, admin_client: Client) -> None:
    run, other = fail(project), fail(project)
    Project.objects.filter(pk=project.pk).update(title="Marigolds in May")
    for words, found in (
        (run.pk, {run}),
        (run.request_id, {run}),
        (run.answers_id, {run}),
        (project.pk, {run, other}),
        ("marigolds", {run, other}),
        (uuid4(), set()),
    ):
        page = admin_client.get(RUNS, {"q": str(words)})
        assert {row.pk for row in page.context["cl"].result_list} == {each.pk for each in found}, words


def test_failures_are_grouped_and_lead_to_their_runs(project: Project, admin_client: Client) -> None:
    first, last = fail(project), fail(project)
    ToolCall.objects.filter(message=last).update(error="no", payload={"notice": "The AI asked for what is not there."})
    page = admin_client.get(ERRORS)
    groups = {(each.type, each.tool, each.code): each for each in page.context["failures"]}
    assert {key: each.count for key, each in groups.items()} == {
        ("answer", "", "provider_quota_used_up"): 2,
        ("tool", "plan_video", "refused"): 1,
        ("tool", "plan_video", "unusable_call"): 1,
    }
    answers = groups["answer", "", "provider_quota_used_up"]
    times = [Message.objects.get(pk=run.pk).finished for run in (first, last)]
    assert [answers.first, answers.last] == times
    assert f'href="{RUNS}?code=provider_quota_used_up"' in page.text
    assert len(admin_client.get(f"{RUNS}?{answers.query}").context["cl"].result_list) == 2


def test_what_failed_long_ago_is_not_among_them(project: Project, admin_client: Client) -> None:
    long_ago = timezone.now() - timezone.timedelta(days=2)
    Message.objects.filter(pk=fail(project).pk).update(finished=long_ago)
    ToolCall.objects.update(started=long_ago)
    assert admin_client.get(f"{ERRORS}?within=24h").context["failures"] == []
    assert len(admin_client.get(f"{ERRORS}?within=7d").context["failures"]) == 2


async def test_the_list_is_exported_as_it_is_filtered_and_without_words(project: Project, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(run_export, "PAGE", 2)
    runs = [await sync_to_async(fail)(project) for _ in range(5)]
    await sync_to_async(start_turn)(project.pk, uuid4(), "And another.")
    client = await operator()
    rows = [json.loads(line) for line in (await download(client, "ndjson", "state=failed")).splitlines()]
    assert [row["id"] for row in rows] == [str(run.pk) for run in reversed(runs)]
    assert rows[0]["code"] == "provider_quota_used_up"
    table = list(csv.DictReader(io.StringIO(await download(client, "csv", "state=failed"))))
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert "marigolds" not in json.dumps([rows, table])
    assert not await LogEntry.objects.aexists()


async def test_words_are_exported_to_who_may_read_them_and_that_is_logged(project: Project) -> None:
    await sync_to_async(fail)(project)
    assert (await (await operator()).post(f"{RUNS}export.ndjson")).status_code == 403
    exported = await download(await operator("view_content"), "ndjson", "state=failed", method="post")
    row = json.loads(exported)
    assert (row["question"], row["answer"]) == ("Make me a film about marigolds.", "A field of marigolds")
    entry = await LogEntry.objects.aget()
    assert (entry.object_repr, entry.change_message) == (
        "runs: state=failed",
        "Exported them with what was written in them.",
    )


async def test_no_cell_of_a_table_is_run_by_a_spreadsheet(project: Project) -> None:
    run = await sync_to_async(fail)(project)
    await Message.objects.filter(pk=run.pk).aupdate(error_detail="=HYPERLINK(1)")
    [row] = csv.DictReader(io.StringIO(await download(await operator(), "csv")))
    assert row["detail"] == "'=HYPERLINK(1)"
