"""What readers have seen, against the rows. All of these block."""

from collections.abc import Callable, Iterator
from typing import Any

from chatstream.chaos.breaking import Outcome
from chatstream.chaos.readers import Reader
from chatstream.rows.registry import message_model

Effects = Callable[[Any], int]


def find_problems(outcome: Outcome, effects: Effects) -> list[str]:
    """In words; none if every promise was kept. `effects`: how often the tools of an answer, by its id, have acted."""
    return [
        problem
        for stream, answers in outcome.answers.items()
        for answer in message_model()._default_manager.filter(pk__in=answers).prefetch_related("tool_calls")
        for problem in (*_check_row(answer, effects), *_check_readers(answer, outcome.readers[stream]))
    ]


def count_calls(answer_id: Any) -> int:
    """What the ledger says: who counts nothing of their own has this."""
    calls: int = message_model()._default_manager.get(pk=answer_id).tool_calls.filter(status="success").count()
    return calls


def _check_row(answer: Any, effects: Effects) -> Iterator[str]:
    if not answer.ended:
        yield f"Answer {answer.pk} never ended: it is {answer.status}, in attempt {answer.attempt}."
    acted, calls = effects(answer.pk), count_calls(answer.pk)
    if acted > calls:
        yield f"The tools of answer {answer.pk} have acted {acted} times, and the ledger has {calls} calls that succeeded."


def _check_readers(answer: Any, readers: list[Reader]) -> Iterator[str]:
    calls = {str(call.pk): call.status for call in answer.tool_calls.all()}
    for number, reader in enumerate(readers, start=1):
        who = f"Reader {number} of {answer.stream}"
        seen = reader.seen.get(str(answer.pk))
        if reader.problem is not None:
            yield f"{who} was sent away: {reader.problem}."
        elif seen is None:
            if not reader.stream.state.project.get("more"):  # else a newcomer is shown the newest alone
                yield f"{who} has never seen answer {answer.pk}."
        elif not answer.ended:
            continue
        elif (seen.status, seen.content) != (answer.status, answer.content):
            yield f"{who} has answer {answer.pk} as {seen.status} {seen.content!r}; its row: {answer.status} {answer.content!r}."
        elif (shown := {key: call.get("status") for key, call in seen.tool_calls.items()}) != calls:
            yield f"{who} has the tools of answer {answer.pk} as {shown}; the ledger: {calls}."
