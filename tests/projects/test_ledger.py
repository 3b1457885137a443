"""Every write of a run checks the fence; what belongs together is committed together."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from chatstream.rows import ledger
from chatstream.rows.ledger import Claim, RunResult, ToolOutcome
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Error
from projects.models import Message, OutboxEvent, Project, Step, ToolCall
from projects.steps import record_step

DONE = RunResult("success", "Done.")


def paint(claim: Claim) -> ToolCall:
    return ledger.start_tool(claim, 0, 0, "call_1", "paint", "Painting", {"colour": "red"})


def effect_on(project: Project, outcome: ToolOutcome) -> Callable[[], ToolOutcome]:
    def effect() -> ToolOutcome:
        Project.objects.filter(pk=project.pk).update(title="Painted")
        return outcome

    return effect


def everything() -> list[object]:
    """All rows, as values."""
    models = (Project, Message, Step, ToolCall, OutboxEvent)
    return [list(model.objects.order_by("pk").values()) for model in models]


STALE_WRITES: dict[str, Callable[[Claim], object]] = {
    "record_step": lambda claim: record_step(claim, Step(number=0, content="Words", finish_reason="stop")),
    "start_tool": paint,
    "finalise": lambda claim: ledger.finalise(claim, DONE),
    "release": ledger.release,
}


@pytest.mark.parametrize("write", STALE_WRITES.values(), ids=STALE_WRITES.keys())
def test_an_owner_that_was_replaced_writes_nothing(stale: Claim, write: Callable[[Claim], object]) -> None:
    before = everything()
    with pytest.raises(Fenced):
        write(stale)
    assert everything() == before
    assert not ledger.is_current(stale)


@pytest.mark.parametrize("write", STALE_WRITES.values(), ids=STALE_WRITES.keys())
def test_nothing_is_written_after_the_end(claim: Claim, write: Callable[[Claim], object]) -> None:
    ledger.finalise(claim, DONE)
    before = everything()
    with pytest.raises(Fenced):
        write(claim)
    assert everything() == before
    assert ledger.claim(claim.message_id) is None
    assert everything() == before


def test_a_beat_is_of_those_who_still_hold_their_runs(claim: Claim, project: Project) -> None:
    """All runs of a process beat at once; one has been replaced meanwhile, another has ended."""
    replaced, held = claim, ledger.claim(claim.message_id)
    assert held is not None
    assert ledger.record_heartbeats([replaced, held]) == {held: False}
    ledger.finalise(held, DONE)
    before = everything()
    assert ledger.record_heartbeats([replaced, held]) == {}
    assert everything() == before


def test_a_beat_that_comes_when_its_run_was_given_up_does_not_hold_it(claim: Claim) -> None:
    ledger.release(claim)
    assert ledger.record_heartbeats([claim]) == {}
    assert ledger.claim(claim.message_id, silent_seconds=10) is not None


def test_nobody_is_asked_for_a_run_that_was_given_up(claim: Claim) -> None:
    ledger.suspend(claim, "May I?", "")
    before = everything()
    with pytest.raises(Fenced):
        ledger.request_approval(claim, 0, 0, "call_1", "paint", "Painting", {"colour": "red"})
    assert everything() == before


def test_each_claim_has_a_higher_fence(answer: Message) -> None:
    claims = [ledger.claim(answer.pk) for _ in range(3)]
    assert [(claim.fence, claim.attempt) for claim in claims if claim] == [(1, 1), (2, 2), (3, 3)]
    assert [ledger.is_current(claim) for claim in claims if claim] == [False, False, True]


def test_a_run_that_is_handed_on_does_not_count_as_an_attempt(claim: Claim) -> None:
    ledger.release(claim)
    taken = ledger.claim(claim.message_id)
    assert taken is not None
    assert (taken.fence, taken.attempt) == (2, 1)


def test_an_effect_and_its_result_are_committed_together(claim: Claim, project: Project) -> None:
    call = paint(claim)
    ledger.finish_tool(claim, call, effect_on(project, ToolOutcome(True, {"colour": "red"})))
    project.refresh_from_db()
    call.refresh_from_db()
    assert (project.title, call.status, call.payload) == ("Painted", "success", {"colour": "red"})
    assert OutboxEvent.objects.filter(type="tool_result").count() == 1


def test_an_effect_that_fails_leaves_nothing(claim: Claim, project: Project) -> None:
    call = paint(claim)
    before = everything()

    def effect() -> ToolOutcome:
        Project.objects.filter(pk=project.pk).update(title="Half painted")
        raise ValueError("out of red")

    with pytest.raises(ValueError, match="out of red"):
        ledger.finish_tool(claim, call, effect)
    assert everything() == before


def test_an_effect_of_an_owner_that_was_replaced_is_not_had(claim: Claim, project: Project) -> None:
    call = paint(claim)
    ledger.claim(claim.message_id)
    before = everything()
    with pytest.raises(Fenced):
        ledger.finish_tool(claim, call, effect_on(project, ToolOutcome(True, {})))
    assert everything() == before


def test_the_end_is_one_write_with_its_last_words(claim: Claim, answer: Message) -> None:
    call = paint(claim)
    problem = Error(message_id=answer.pk, code="model_failed", error="The model failed.", retryable=True)
    ledger.finalise(
        claim, RunResult("error", "Half an answer", usage={"model": "scripted"}, first_token_ms=12, error=problem)
    )
    answer.refresh_from_db()
    call.refresh_from_db()
    assert (answer.status, answer.content, answer.first_token_ms) == ("error", "Half an answer", 12)
    assert answer.error == {"code": "model_failed", "error": "The model failed.", "retryable": True}
    assert call.status == "cancelled"
    assert list(OutboxEvent.objects.values_list("type", flat=True))[-2:] == ["error", "finalized"]


def test_a_run_that_is_not_heard_from_is_found(claim: Claim, project: Project) -> None:
    assert ledger.find_silent_runs(10) == []
    Message.objects.filter(pk=claim.message_id).update(heard_from=timezone.now() - timedelta(seconds=11))
    assert [message.pk for message in ledger.find_silent_runs(10)] == [claim.message_id]
    ledger.record_heartbeats([claim])
    assert ledger.find_silent_runs(10) == []
    ledger.release(claim)
    assert [message.pk for message in ledger.find_silent_runs(10)] == [claim.message_id]
