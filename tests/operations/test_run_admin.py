"""Why did this answer fail? The admin says so: what failed is on its first page, and a click away is the reason."""

from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.actions import start_turn
from projects.models import Message, Project, Step, ToolCall

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "HTTP 429: You exceeded your current quota"
RUNS = "/admin/operations/run/"


@pytest.fixture
def watcher() -> Client:
    """May see runs, and not what was written in them."""
    user = User.objects.create_user("watcher", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_run"))
    client = Client()
    client.force_login(user)
    return client


def fail(project: Project) -> Message:
    answer = start_turn(project.pk, uuid4(), "Make me a film about marigolds.")
    now = timezone.now()
    Step.objects.create(message=answer, number=1, model="chat:first", finish_reason="tool_calls")
    ToolCall.objects.create(
        message=answer, step=1, index=0, name="plan_video", status="error", elapsed_ms=40, started=now
    )
    error = {"code": "provider_quota_used_up", "error": "The AI is not available right now.", "retryable": False}
    usage = {"model": ["chat:first"], "input_tokens": 812, "output_tokens": 34, "cost": 0.0021}
    fields = {"status": "error", "fence": 1, "started": now, "finished": now, "error": error, "usage": usage}
    Message.objects.filter(pk=answer.pk).update(error_detail=WORDS, content="A field of marigolds", **fields)
    return answer


def page_of(run: Message) -> str:
    return f"{RUNS}{run.pk}/change/"


def test_two_clicks_lead_to_the_reason(project: Project, admin_client: Client) -> None:
    """One opens the admin, the other the run."""
    run = fail(project)
    first = admin_client.get("/admin/").text
    assert page_of(run) in first
    assert "provider_quota_used_up" in first
    second = admin_client.get(page_of(run)).text
    for words in (WORDS, "provider_quota_used_up", "chat:first", "812 → 34", "$0.0021", "plan_video", "in the queue"):
        assert words in second, words


def test_what_a_killed_worker_has_cost_is_marked_as_an_estimate(project: Project, admin_client: Client) -> None:
    run, cut = fail(project), {"input_tokens": 700, "output_tokens": 9, "cost": 0.5, "estimated": True}
    Message.objects.filter(pk=run.pk).update(cut_calls={"1": cut}, usage={"model": "chat:first", **cut})
    page = admin_client.get(page_of(run)).text
    assert (page.count("~700 → 9"), page.count("~$0.5000")) == (2, 2), "of the call, and of the run"
    assert "own count never came" in page


def test_what_was_written_is_shown_to_who_may_read_it_and_that_is_logged(
    project: Project, admin_client: Client
) -> None:
    run = fail(project)
    assert "marigolds" not in admin_client.get(page_of(run)).text
    assert "A field of marigolds" in admin_client.post(page_of(run)).text
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(run.pk), "Read what was written in it.")


def test_who_may_not_read_it_is_refused(project: Project, watcher: Client) -> None:
    run = fail(project)
    page = watcher.get(page_of(run))
    assert page.status_code == 200
    assert "Show what was written" not in page.text
    assert watcher.post(page_of(run)).status_code == 403
    assert not LogEntry.objects.exists()


def test_the_list_is_narrowed_down_by_state_tool_and_name(project: Project, admin_client: Client) -> None:
    run = fail(project)
    waiting = start_turn(project.pk, uuid4(), "And another.")
    for query, expected in (
        ("state=failed", {run}),
        ("state=queued", {waiting}),
        ("tool_error=any", {run}),
        ("tool_error=plan_video", {run}),
        ("code=provider_quota_used_up", {run}),
        ("cost=0.01", set()),
        (f"user={project.owner.get_username()}", {run, waiting}),
        ("tool=plan_video", {run}),
        ("first_word=slow", set()),
        (f"q={project.owner.get_username()}", {run, waiting}),
        (f"q={run.pk}", {run}),
    ):
        page = admin_client.get(f"{RUNS}?{query}")
        assert {row.pk for row in page.context["cl"].result_list} == {row.pk for row in expected}, query


def test_next_and_previous_stay_within_the_filter(project: Project, admin_client: Client) -> None:
    older, _, newer = fail(project), start_turn(project.pk, uuid4(), "And another."), fail(project)
    page = admin_client.get(f"{page_of(newer)}?_changelist_filters=state%3Dfailed")
    assert page_of(older) in page.text
    assert page.context["newer"] is None


def test_the_list_takes_as_many_statements_for_many_runs_as_for_one(project: Project, admin_client: Client) -> None:
    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(address)
        return len(captured)

    fail(project)
    before = [statements(address) for address in ("/admin/", RUNS)]
    for _ in range(8):
        fail(project)
    assert [statements(address) for address in ("/admin/", RUNS)] == before


@pytest.mark.parametrize("of", ["projects/message", "projects/step", "projects/toolcall", "projects/outboxevent"])
def test_no_other_page_has_the_words(project: Project, admin_client: Client, of: str) -> None:
    """The ledger is for who looks after it; what was written is read on the page of a run, and that is logged."""
    run = fail(project)
    Step.objects.update(
        content="Marigolds everywhere.", tool_requests=[{"name": "plan_video", "arguments": "marigolds"}]
    )
    ToolCall.objects.update(title="Planning marigolds", arguments={"facts": ["marigolds"]})
    rows = {
        "projects/message": [run.pk, run.answers_id],
        "projects/step": Step.objects.values_list("pk", flat=True),
        "projects/toolcall": ToolCall.objects.values_list("pk", flat=True),
        "projects/outboxevent": project.outbox.values_list("pk", flat=True),
    }[of]
    for address in (f"/admin/{of}/", *(f"/admin/{of}/{row}/change/" for row in rows)):
        page = admin_client.get(address)
        assert page.status_code == 200
        assert "arigolds" not in page.text, address


def test_sessions_are_listed_without_what_signs_in(admin_client: Client) -> None:
    key = admin_client.session.session_key
    page = admin_client.get("/admin/sessions/session/").text
    assert "/admin/auth/user/" in page
    assert key not in page
    assert admin_client.get(f"/admin/sessions/session/{key}/change/").status_code == 302
