"""Asking and asking again: rows and facts together, once per request, in order."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connection

from chatstream.rows import ledger, turns
from chatstream.rows.ledger import RunResult
from chatstream.rows.outbox import record
from chatstream.wire.errors import RequestRefused
from projects.actions import retry_turn, start_turn
from projects.models import Message, OutboxEvent, Project


def facts(project: Project) -> list[str]:
    return [row.type for row in OutboxEvent.objects.filter(project=project)]


def end(answer: Message) -> Message:
    claim = ledger.claim(answer.pk)
    assert claim is not None
    ledger.finalise(claim, RunResult("success", "Done."))
    answer.refresh_from_db()
    return answer


def at_once(action, times: int = 8) -> list[Message]:
    def in_a_thread(_: int) -> Message:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(in_a_thread, range(times)))


def test_a_turn_is_a_pair_of_messages_and_the_facts_that_tell_of_them(project: Project) -> None:
    answer = start_turn(project.pk, uuid4(), "Hello")
    question = answer.answers
    assert question is not None
    assert (question.role, question.status, question.content, question.position) == ("user", "success", "Hello", 1)
    assert (answer.role, answer.status, answer.content, answer.position) == ("assistant", "pending", "", 2)
    assert facts(project) == ["message_created", "message_created"]


def test_a_turn_that_fails_halfway_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_for_the_answer(project_id: UUID, event) -> None:
        record(project_id, event)
        if event.role == "assistant":
            raise OSError("the disk is full")

    monkeypatch.setattr(turns, "record", fail_for_the_answer)
    with pytest.raises(OSError, match="full"):
        start_turn(project.pk, uuid4(), "Hello")
    assert not Message.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_the_same_request_again_is_the_same_answer(project: Project) -> None:
    request_id = uuid4()
    first = start_turn(project.pk, request_id, "Hello")
    assert start_turn(project.pk, request_id, "Hello, again") == first
    assert Message.objects.count() == 2
    assert facts(project) == ["message_created", "message_created"]


def test_the_same_request_from_eight_threads_at_once_is_one_answer(project: Project) -> None:
    request_id = uuid4()
    answers = at_once(lambda: start_turn(project.pk, request_id, "Hello"))
    assert len({answer.pk for answer in answers}) == 1
    assert Message.objects.count() == 2


def test_eight_requests_at_once_are_ordered_densely(project: Project) -> None:
    at_once(lambda: start_turn(project.pk, uuid4(), "Hello"))
    messages = list(project.messages.all())
    assert [message.position for message in messages] == list(range(1, 17))
    assert [message.role for message in messages] == ["user", "assistant"] * 8


def test_a_turn_behind_another_is_queued(project: Project) -> None:
    first, second = start_turn(project.pk, uuid4(), "One"), start_turn(project.pk, uuid4(), "Two")
    assert facts(project) == ["message_created"] * 4 + ["status"]
    assert OutboxEvent.objects.get(type="status").message_id == second.pk
    assert ledger.next_answer(project.pk) == first


def test_no_more_than_so_many_turns_wait(project: Project) -> None:
    for _ in range(turns.MAX_QUEUED):
        start_turn(project.pk, uuid4(), "More!")
    with pytest.raises(RequestRefused) as refused:
        start_turn(project.pk, uuid4(), "And more!")
    assert refused.value.code == "conflict"
    assert project.messages.count() == 2 * turns.MAX_QUEUED  # the question without an answer is gone too


def test_a_repeat_is_answered_also_when_no_more_may_wait(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, request_id = end(start_turn(project.pk, uuid4(), "Hello")), uuid4()
    monkeypatch.setattr(turns, "MAX_QUEUED", 1)
    retried = retry_turn(ended, request_id)
    assert retry_turn(ended, request_id) == retried


def test_a_retry_is_a_new_answer_to_the_same_message(project: Project) -> None:
    old = end(start_turn(project.pk, uuid4(), "Hello"))
    new = retry_turn(old, uuid4())
    assert new.answers == old.answers
    assert new.retry_of == old
    assert (new.status, new.position) == ("pending", 3)
    old.refresh_from_db()
    assert (old.status, old.content) == ("success", "Done.")


def test_the_same_retry_from_eight_threads_at_once_is_one_answer(project: Project) -> None:
    old, request_id = end(start_turn(project.pk, uuid4(), "Hello")), uuid4()
    assert len({answer.pk for answer in at_once(lambda: retry_turn(old, request_id))}) == 1
    assert project.messages.count() == 3


def test_an_answer_that_is_being_written_is_not_retried(project: Project) -> None:
    waiting = start_turn(project.pk, uuid4(), "Hello")
    with pytest.raises(RequestRefused) as refused:
        retry_turn(waiting, uuid4())
    assert refused.value.code == "conflict"
    assert project.messages.count() == 2
