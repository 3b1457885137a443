"""The conversation as a model is sent it: the newest turns that fit the budget, oldest first, and the question.

Earlier answers are replayed step by step until half of the budget is used, older ones are summarized. What a person did on
the page is in notes before the message that came after it.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import cast
from uuid import UUID

from django.conf import settings

from orchestrator.llm.interface import ChatMessage, Picture
from orchestrator.llm.message_order import NO_ANSWER, alternate
from orchestrator.llm.token_estimate import CHARS_PER_TOKEN, PICTURE_TOKENS
from orchestrator.prompt.pictures import describe_picture, load_picture
from orchestrator.prompt.quoting import note
from orchestrator.turn.earlier_answers import describe_calls, has_content, replay_answer, summarize_answer
from orchestrator.turn.hand_edits import edits_before
from orchestrator.turn.steering import added_to_earlier_takes
from projects.branches import path_of
from projects.models import Message
from projects.takes import takes_of_project

MAX_PICTURES = 6
MAX_EARLIER_TRIES = 3
DECLINED = "provider_declined"  # the code of an answer whose question a provider would not read


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A message of the user, and the chosen answer to it."""

    question: Message
    answer: Message | None


def conversation(answer: Message) -> list[ChatMessage]:
    """The turns before `answer`'s question, and the question. Blocking: it also reads the pictures of these messages.

    An answer follows its question, also if it is a later take.
    """
    question = cast(Message, answer.answers)  # held by a constraint
    earlier = _exchanges(question)
    notes = edits_before([*(each.question for each in reversed(earlier)), question])
    newest = [
        *_notes(notes[question.pk]),
        _question_message(question, MAX_PICTURES),
        *added_to_earlier_takes(answer),
        *_notes(_earlier_try_notes(answer)),
    ]
    room = MAX_PICTURES - _pictures_of(newest)
    budget = settings.HISTORY_TOKENS * CHARS_PER_TOKEN - _size(newest)
    left, parts = budget, [newest]
    for exchange in earlier:
        before = [*_notes(notes[exchange.question.pk]), _earlier_question_message(exchange, room)]
        turns = [*before, *_answer_messages(exchange, replay_answer)]
        if left - _size(turns) < budget / 2:
            turns = [*before, *_answer_messages(exchange, summarize_answer)]
        left -= _size(turns)
        if left < 0:
            break
        room -= _pictures_of(turns)
        parts.append(turns)
    return alternate(chain.from_iterable(reversed(parts)))


def newer_half(turns: list[ChatMessage]) -> list[ChatMessage] | None:
    """Without the older half of what precedes the newest question, for a small window; None if nothing precedes it."""
    people = [place for place, turn in enumerate(turns) if turn.role == "user"]
    question = people[-1]
    if question == 0:
        return None
    half = _size(turns[:question]) / 2
    return turns[next(place for place in people[1:] if _size(turns[:place]) >= half) :]


def _exchanges(question: Message) -> list[_Exchange]:
    """The newest before `question` in its branch of the conversation, newest first."""
    path = path_of(question.project_id, question.branch)
    newest = (
        Message.objects.filter(path.messages(), project_id=question.project_id, position__lt=question.position)
        .prefetch_related("attachments", "steps", "tool_calls")
        .order_by("-position")[: settings.HISTORY_MESSAGES]
    )
    answers: defaultdict[UUID | None, list[Message]] = defaultdict(list)
    questions: list[Message] = []
    for message in newest:
        if message.role == Message.Role.USER:
            questions.append(message)
        else:
            answers[message.answers_id].append(message)
    chosen = _chosen_takes(question.project_id) if any(len(each) > 1 for each in answers.values()) else set()
    return [_Exchange(each, _chosen_answer(answers[each.pk], chosen)) for each in questions]


def _chosen_takes(project_id: UUID) -> set[UUID]:
    return {take.message_id for take in takes_of_project(project_id) if take.is_chosen}


def _chosen_answer(answers: list[Message], chosen: set[UUID]) -> Message | None:
    """Of several, newest first, the one chosen on the page; one without content only if there is no other."""
    with_content = [answer for answer in answers if has_content(answer)]
    return next((answer for answer in with_content if answer.pk in chosen), next(iter(with_content or answers), None))


def _question_message(question: Message, room: int) -> ChatMessage:
    """The text, a line for each attached picture, and at most `room` of the pictures."""
    notes: list[str] = []
    pictures: list[Picture] = []
    for asset in question.attachments.all():
        notes.append(f"[attached image {describe_picture(asset)}]")
        if len(pictures) < room:
            picture = load_picture(asset)
            pictures += [picture] if picture else []
            notes += [] if picture else [note("the file of this image cannot be read")]
    return ChatMessage("user", "\n".join([question.content, *notes]), pictures=tuple(pictures))


def _earlier_question_message(exchange: _Exchange, room: int) -> ChatMessage:
    """Without a question that a provider refused to read: it would refuse every later request that has it."""
    error = exchange.answer.error if exchange.answer else None
    if error and error.get("code") == DECLINED:
        return ChatMessage("user", note("the provider of the model refused to read a message; it is left out"))
    return _question_message(exchange.question, room)


def _answer_messages(exchange: _Exchange, render: Callable[[Message], list[ChatMessage]]) -> list[ChatMessage]:
    return render(exchange.answer) if exchange.answer else [ChatMessage("assistant", NO_ANSWER)]


def _earlier_try_notes(answer: Message) -> list[str]:
    """What earlier tries at this answer did: in the video it was undone, elsewhere it was not."""
    tries = Message.objects.filter(answers_id=answer.answers_id, position__lt=answer.position).order_by("-position")
    return [
        _earlier_try_note(each)
        for each in tries.prefetch_related("tool_calls")[:MAX_EARLIER_TRIES]
        if each.tool_calls.all()
    ][::-1]


def _earlier_try_note(answer: Message) -> str:
    ended = {"cancelled": "the person stopped it", "error": "it failed"}.get(
        answer.status, "the person wants another one"
    )
    return note(
        f"an earlier try at this answer called {describe_calls(list(answer.tool_calls.all()))}; then {ended}. What it did to "
        "the video was taken back; a name of the project, and files, are still there"
    )


def _notes(notes: list[str]) -> list[ChatMessage]:
    return [ChatMessage("user", "\n".join(notes))] if notes else []


def _pictures_of(turns: list[ChatMessage]) -> int:
    return sum(len(turn.pictures) for turn in turns)


def _size(turns: list[ChatMessage]) -> int:
    """Characters of everything that a provider counts as tokens."""
    vendors = [each.vendor.data for each in turns if each.vendor]
    requests = [request for turn in turns for request in turn.tool_requests]
    texts = [
        *(turn.content for turn in turns),
        *(each for request in requests for each in (request.name, request.arguments)),
    ]
    vendors += [request.vendor for request in requests if request.vendor]
    pictures = _pictures_of(turns) * PICTURE_TOKENS * CHARS_PER_TOKEN
    return sum(map(len, texts)) + sum(len(json.dumps(each)) for each in vendors) + pictures
