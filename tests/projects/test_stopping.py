"""Stop: a turn that waits ends at once, a run is asked to end."""

import json

from chatstream.rows import ledger
from chatstream.rows.ledger import Claim, RunResult
from chatstream.rows.turns import request_stop
from projects.models import Message, OutboxEvent


def test_a_turn_that_waits_ends_at_once(answer: Message) -> None:
    stopped = request_stop(answer)
    assert stopped.waiting
    assert stopped.message.status == "cancelled"
    recorded = json.loads(OutboxEvent.objects.get(type="finalized").body)
    assert (recorded["status"], recorded["content"]) == ("cancelled", "")
    assert ledger.claim(answer.pk) is None


def test_a_run_is_asked_to_stop_and_says_so_once(claim: Claim, answer: Message) -> None:
    assert not request_stop(answer).waiting
    assert not request_stop(answer).waiting
    answer.refresh_from_db()
    assert (answer.status, answer.stop_requested) == ("running", True)
    assert json.loads(OutboxEvent.objects.get(type="status").body)["status"] == "stopping"
    assert ledger.record_heartbeats([claim]) == {claim: True}  # the run learns of it, should it have missed the hint


def test_who_takes_over_knows_of_the_stop(claim: Claim, answer: Message) -> None:
    request_stop(answer)
    taken_over = ledger.claim(answer.pk)
    assert taken_over is not None
    assert taken_over.stop_requested


def test_to_stop_what_has_ended_changes_nothing(claim: Claim, answer: Message) -> None:
    ledger.finalise(claim, RunResult("success", "Done."))
    events = OutboxEvent.objects.count()
    assert not request_stop(answer).waiting
    answer.refresh_from_db()
    assert (answer.status, answer.stop_requested) == ("success", False)
    assert OutboxEvent.objects.count() == events
