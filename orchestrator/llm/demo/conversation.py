"""What a step request says: the person's message, the plans so far, what the tools answered."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from orchestrator.briefing import UNNAMED
from orchestrator.llm.demo import plan as plans
from orchestrator.llm.demo import titles
from orchestrator.llm.demo.pictures import Picture, attached, uploaded, written
from orchestrator.llm.demo.plan import Plan
from orchestrator.llm.demo.studio import videos
from orchestrator.llm.demo.studio.videos import Video, json_object
from orchestrator.llm.demo.voice import Voice
from orchestrator.llm.interface import StepRequest, ToolRequest, Turn

READ_CHARACTERS = 1000  # a request comes first; what follows it is a pasted text, and patterns take time


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """`error` is what went wrong, in words; "" if the tool did what it was told. `arguments` as it was called."""

    tool: str
    error: str
    arguments: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """`message` is the person's newest, `earlier` their messages before it; `plans` are oldest first.

    `asked_title`: the project's name as the person asked for it, or ""; `has_title`: a title was set, by whomever.
    `name`: what the project is called so far, or ""; `touched`: how earlier tool calls named their scenes, newest last.
    `attached`: the pictures that came with the message; `pictures`: those of the project, newest first.
    """

    message: str
    earlier: tuple[str, ...]
    plans: tuple[Plan, ...]
    tools: frozenset[str]
    tool_answers: tuple[ToolAnswer, ...]
    asked_title: str
    has_title: bool
    voice: Voice
    name: str = ""
    video: Video | None = None
    touched: tuple[str, ...] = ()
    attached: tuple[Picture, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def plan(self) -> Plan | None:
        return self.plans[-1] if self.plans else None

    @property
    def can_build(self) -> bool:
        return "plan_video" in self.tools


def read(request: StepRequest) -> Conversation:
    """Return what `request` says. A conversation without a message of the person has the message ""."""
    turns = request.turns
    newest = max((place for place, turn in enumerate(turns) if turn.role == "user"), default=-1)
    before = turns[: max(newest, 0)]
    told, title = _plans_and_title(before)
    name = _name(request.system)
    video = videos.find(request.system)
    if videos.is_told(request.system):
        told = (video.as_plan(name or "The video"),) if video else ()
    return Conversation(
        message=_readable(turns[newest].content) if newest >= 0 else "",
        earlier=tuple(_readable(turn.content) for turn in before if turn.role == "user"),
        plans=told,
        tools=frozenset(tool.name for tool in request.tools if request.tool_choice != "none"),
        tool_answers=_tool_answers(turns[newest + 1 :]),
        asked_title=title,
        has_title=bool(title)
        or _is_named(request.system)
        or any(asked.name == "set_title" for turn in before for asked in turn.tool_requests),
        voice=Voice("\0".join(f"{turn.role} {turn.content}" for turn in turns[: newest + 1])),
        name=name,
        video=video,
        touched=videos.touched(asked for turn in before for asked in turn.tool_requests),
        attached=attached(turns[newest].content) if newest >= 0 else (),
        pictures=uploaded(request.system),
    )


def _is_named(system: str) -> bool:
    """The briefing says what the project is called, and by whom; a request without one says nothing."""
    return "The project is called" in system and UNNAMED not in system


def _name(system: str) -> str:
    """The briefing writes it as Python does, in quotes."""
    match = re.search(r"^The project is called (?P<name>'.*'|\".*\") \(", system, re.M)
    return match["name"][1:-1] if match and _is_named(system) else ""


def _readable(content: str) -> str:
    return re.sub(r"[^\S\n]+", " ", written(content).strip()[:READ_CHARACTERS])


def _plans_and_title(turns: tuple[Turn, ...]) -> tuple[tuple[Plan, ...], str]:
    """A project that is renamed keeps its plans, under the new title."""
    told: list[Plan] = []
    title = ""
    for turn in turns:
        if turn.role == "user" and (name := titles.asked_name(_readable(turn.content))):
            title = name
            told = [replace(plan, title=title) for plan in told]
        elif turn.role == "assistant" and (found := plans.find(turn.content)):
            told.append(found)
    return tuple(told), title


def _tool_answers(turns: tuple[Turn, ...]) -> tuple[ToolAnswer, ...]:
    asked = {asked.id: asked for turn in turns for asked in turn.tool_requests}
    return tuple(_tool_answer(turn, asked.get(turn.tool_request_id)) for turn in turns if turn.role == "tool")


def _tool_answer(turn: Turn, asked: ToolRequest | None) -> ToolAnswer:
    result = json_object(turn.content).get("result")
    return ToolAnswer(
        asked.name if asked else "",
        _error(turn.content),
        json_object(asked.arguments) if asked else {},
        result if isinstance(result, dict) else {},
    )


def _error(content: str) -> str:
    """A tool's answer is JSON with `success` and, if that is false, `error`; any other text is good news."""
    answer = json_object(content)
    if not answer or answer.get("success", "error" not in answer):
        return ""
    return str(answer.get("error") or "it did not say why")
