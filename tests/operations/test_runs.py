"""An operator finds the runs that need a person: by the state they are in, in a number of statements that does not grow."""

import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatstream.rows import ledger
from operations.models import Run
from operations.runs import STUCK_SECONDS, RunState, in_state
from operations.site_status import count_runs
from projects.actions import start_turn
from projects.models import Message, Project

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timedelta(seconds=STUCK_SECONDS + 5)


def ask(project: Project, **fields: object) -> Message:
    answer = start_turn(project.pk, uuid4(), "Make me a video.")
    Message.objects.filter(pk=answer.pk).update(**fields)
    return answer


def fail(project: Project, ago: timedelta = timedelta(), **fields: object) -> Message:
    finished = timezone.now() - ago
    error = {"code": "provider_busy", "error": "The AI is busy right now.", "retryable": True}
    return ask(project, status="error", fence=1, finished=finished, error=error, error_detail="HTTP 429", **fields)


def found(state: RunState) -> list[Message]:
    return [*Run.objects.filter(in_state(state)).order_by("-created")]


def listed(*options: str) -> list[dict[str, object]]:
    output = io.StringIO()
    call_command("runs", "--json", *options, stdout=output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def test_a_run_with_a_heartbeat_is_live(project: Project) -> None:
    answer = ask(project)
    ledger.claim(answer.pk)
    assert found(RunState.LIVE) == [answer]
    assert found(RunState.QUEUED) == found(RunState.STUCK) == []


def test_a_run_that_waits_for_long_is_stuck_but_not_the_one_behind_it(project: Project) -> None:
    first = ask(project, created=timezone.now() - LONG_AGO)
    second = ask(project, created=timezone.now() - LONG_AGO)
    assert set(found(RunState.QUEUED)) == {first, second}
    assert found(RunState.STUCK) == [first]


def test_a_run_whose_owner_fell_silent_long_ago_is_stuck(project: Project) -> None:
    answer = ask(project)
    ledger.claim(answer.pk)
    silent = timezone.now() - LONG_AGO
    Message.objects.filter(pk=answer.pk).update(created=silent, heard_from=silent)
    assert found(RunState.STUCK) == [answer]
    assert found(RunState.LIVE) == []


def test_a_run_that_waits_for_a_person_is_neither_stuck_nor_queued(project: Project) -> None:
    answer = ask(project)
    claim = ledger.claim(answer.pk)
    assert claim is not None
    ledger.request_approval(claim, 0, 0, "call_1", "paint", "Painting", {})
    ledger.suspend(claim, "", "")
    Message.objects.filter(pk=answer.pk).update(created=timezone.now() - LONG_AGO)
    assert found(RunState.UNDECIDED) == [answer]
    assert found(RunState.STUCK) == found(RunState.QUEUED) == found(RunState.LIVE) == []


def test_what_failed_in_the_last_hour_is_counted_by_its_code(project: Project) -> None:
    fail(project, first_token_ms=70)
    fail(project, timedelta(hours=2), first_token_ms=9000)
    counts = count_runs()
    assert counts.failed == {"provider_busy": 1}
    assert counts.first_token_ms == (70, 70)


def test_the_list_of_failures_says_who_and_why_and_shows_no_text(project: Project) -> None:
    answer = fail(project)
    fail(project, timedelta(hours=2))
    [row] = listed("--failed", "--since", "1h")
    assert (row["id"], row["user"], row["code"], row["detail"]) == (
        str(answer.pk),
        project.owner.get_username(),
        "provider_busy",
        "HTTP 429",
    )
    assert "Make me a video" not in json.dumps(row)


def test_a_time_that_is_none_is_refused_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="write a number and m, h or d"):
        call_command("runs", "--since", "yesterday")


def test_the_number_of_statements_does_not_grow(project: Project) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            count_runs()
            listed("--failed")
        return len(captured)

    fail(project)
    before = statements()
    for _ in range(5):
        fail(project)
    assert statements() == before
