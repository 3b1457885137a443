"""The parts of a step request that the demo reads: the newest message, the present video, the tool calls so far."""

import re
from dataclasses import dataclass

from orchestrator.llm.demo.script import Result, json_object
from orchestrator.llm.interface import ChatMessage, StepRequest
from orchestrator.llm.message_order import NO_ANSWER

_ATTACHED = re.compile(r'\n\[attached image "(?:[^"\\]|\\.)*", asset (?P<id>[0-9a-f-]{36}), \d+x\d+\](?=\n|$)')
# Notes before the message, and those that the history adds behind it.
_NOTES = re.compile(
    r"\A(?:\[note: .*\]\n+)+|(?:\n+\[note: (?:an earlier try at this answer|the file of this image) .*\])+\Z"
)
_CHOSEN = re.compile(r"^The person has chosen scene (?P<number>\d+) ", re.M)
_VIDEO = re.compile(r"^The video has (?P<count>\d+) scenes?, ", re.M)


@dataclass(frozen=True, slots=True)
class Conversation:
    """`message`: without the notes beside it. `pictures`: the ids of those that came with it.

    `scenes`: how many the video had when the answer began; `chosen`: the number of the one that "it" means on the page.
    `steps`: how often tools were called for this message; `results`: what they answered, in order. `is_steered`: the person has
    added something meanwhile.
    """

    message: str
    pictures: tuple[str, ...]
    scenes: int
    chosen: int | None
    tools: frozenset[str]
    steps: int
    results: tuple[Result, ...]
    is_steered: bool


def read_conversation(request: StepRequest) -> Conversation:
    messages = request.messages
    people = [place for place, message in enumerate(messages) if message.role == "user"]
    newest = max((place for place in people if not _is_steering(messages, place)), default=-1)
    since = messages[newest + 1 :]
    content = messages[newest].content if newest >= 0 else ""
    video, chosen = _VIDEO.search(request.system), _CHOSEN.search(request.system)
    has_plan = any(asked.name == "plan_video" for message in since for asked in message.tool_requests)
    return Conversation(
        message=_NOTES.sub("", _ATTACHED.sub("", content)).strip(),
        pictures=tuple(match["id"] for match in _ATTACHED.finditer(content)),
        # a retry of a broken answer sees the scenes that the first try made
        scenes=int(video["count"]) if video and not has_plan else 0,
        chosen=int(chosen["number"]) if chosen else None,
        tools=frozenset(tool.name for tool in request.tools),
        steps=sum(bool(message.tool_requests) for message in since),
        results=_results(since),
        is_steered=bool(people) and people[-1] > newest,
    )


def _is_steering(messages: tuple[ChatMessage, ...], place: int) -> bool:
    """Words of a person right behind the results of tools, with the filler between them that `alternate` writes."""
    return [each.role for each in messages[max(0, place - 2) : place]] == ["tool", "assistant"] and (
        messages[place - 1].content == NO_ANSWER
    )


def _results(messages: tuple[ChatMessage, ...]) -> tuple[Result, ...]:
    names = {asked.id: asked.name for message in messages for asked in message.tool_requests}
    return tuple(
        _result(names.get(message.tool_request_id, ""), message.content)
        for message in messages
        if message.role == "tool"
    )


def _result(tool: str, content: str) -> Result:
    answer = json_object(content)
    failed = not answer.get("success", "error" not in answer)
    payload = answer.get("result")
    error = str(answer.get("error") or "it did not say why.") if failed else ""
    return Result(tool, error, payload if isinstance(payload, dict) else {})
