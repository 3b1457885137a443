"""What a model is told of the conversation: the newest messages that fit the budget, and what this turn has done already."""

import json

from django.conf import settings

from orchestrator.llm.interface import Turn
from orchestrator.pictures import describe
from orchestrator.replay import requests_of, vendor_of
from projects.models import Message, Step, ToolCall

CHARS_PER_TOKEN = 4  # English text with the usual tokenizers; a budget needs no better


def conversation(answer: Message) -> list[Turn]:
    """The messages before `answer`'s question, newest answers only, and the question, oldest first. Blocks.

    An answer stands after its question, also if it is a later take: what came between is told after it.
    """
    question = answer.answers
    assert question is not None  # held by a constraint
    earlier = list(
        Message.objects.filter(project_id=answer.project_id, position__lt=question.position)
        .select_related("answers")
        .prefetch_related("attachments")
        .order_by("-position")[: settings.HISTORY_MESSAGES]
    )
    asked = with_pictures(question)
    budget = settings.HISTORY_TOKENS * CHARS_PER_TOKEN - len(asked)
    kept: list[tuple[tuple[int, int], Turn]] = []
    answered: set[object] = set()
    for message in earlier:
        if message.role == Message.Role.ASSISTANT and (message.answers_id in answered or not message.content):
            continue  # an older try at the same answer, or one that said nothing
        answered.add(message.answers_id)
        content = with_pictures(message)
        budget -= len(content)
        if budget < 0:
            break
        kept.append((_place(message), Turn(role="assistant" if message.answers else "user", content=content)))
    kept.sort(key=lambda each: each[0])
    return [*(turn for _, turn in kept), Turn(role="user", content=asked)]


def _place(message: Message) -> tuple[int, int]:
    """Sorts an answer behind the message that it answers."""
    return (message.answers.position, 1) if message.answers else (message.position, 0)


def with_pictures(message: Message) -> str:
    """What was written, and a line for each picture that was put to it."""
    notes = [f"[attached image {describe(picture)}]" for picture in message.attachments.all()]
    return "\n".join([message.content, *notes])


def replayed_step(step: Step, calls: list[ToolCall]) -> list[Turn]:
    """A finished step of this turn as the model must see it: what it said, what it called, what came of it."""
    requests = requests_of(step)
    said = Turn(role="assistant", content=step.content, tool_requests=requests, vendor=vendor_of(step))
    ended = [call for call in calls if call.status != ToolCall.Status.RUNNING]
    return [said, *(tool_result(requests[call.index].id, call) for call in ended)]


def tool_result(request_id: str, call: ToolCall) -> Turn:
    """`request_id`: the model's own, whole; the row of the call has no room for a long one."""
    return Turn(role="tool", content=_told(call), tool_request_id=request_id)


def _told(call: ToolCall) -> str:
    """Data, marked as such: what stands in a result is never an instruction."""
    return json.dumps({"success": call.status == "success", "result": call.payload, "error": call.error})
