"""The database itself refuses rows that cannot be."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chatstream.rows.ledger import Claim, start_tool
from projects.models import Message, Step, ToolCall

NOW = timezone.now()

WRONG = {
    "an answer to nothing": {"answers": None},
    "an ended answer that never finished": {"status": "success", "fence": 1},
    "a waiting answer that has finished": {"finished": NOW},
    "a running answer that has finished": {"status": "running", "fence": 1, "finished": NOW},
    "a running answer that nobody holds": {"status": "running"},
    "a written answer that nobody held": {"status": "success", "finished": NOW},
    "an attempt without a claim": {"attempt": 1},
    "a status nobody knows": {"status": "lost"},
    "a person's message that waits": {"role": "user", "answers": None},
    "a person's message that answers": {"role": "user", "status": "success", "finished": NOW},
    "a role nobody knows": {"role": "system"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_message_that_cannot_be_is_refused(answer: Message, wrong: dict[str, Any]) -> None:
    right = {"role": "assistant", "status": "pending", "answers": answer.answers, "request_id": uuid4()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(project=answer.project, position=3, **{**right, **wrong})
    Message.objects.create(project=answer.project, position=3, **right)


@pytest.mark.parametrize("same", ["position", "request_id"])
def test_a_position_and_a_request_are_used_once(answer: Message, same: str) -> None:
    fields = {"position": 3, "request_id": uuid4(), same: getattr(answer, same)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            project=answer.project, role="assistant", status="pending", answers=answer.answers, **fields
        )


def test_a_step_is_recorded_once(answer: Message) -> None:
    Step.objects.create(message=answer, number=0, finish_reason="stop")
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(message=answer, number=0, finish_reason="stop")


def test_a_tool_call_has_one_row_and_no_duration_while_it_runs(claim: Claim) -> None:
    call = start_tool(claim, 0, 0, "call_1", "paint", "Painting", {})
    with pytest.raises(IntegrityError), transaction.atomic():
        ToolCall.objects.create(message_id=claim.message_id, step=0, index=0, request_id="call_1", name="paint")
    with pytest.raises(IntegrityError), transaction.atomic():
        ToolCall.objects.filter(pk=call.pk).update(elapsed_ms=5)
