"""Pictures that come with a brief: "make a 20 second intro with this photo". They are placed when the scenes stand."""

import re
from dataclasses import replace
from typing import Any

from orchestrator.llm.demo import brief, planning
from orchestrator.llm.demo.conversation import Conversation, ToolAnswer
from orchestrator.llm.demo.pictures import Picture
from orchestrator.llm.demo.reply import Reply, ToolCall
from orchestrator.llm.demo.studio import briefs
from orchestrator.llm.demo.studio.pictured import NEW_SCENE, NOUN, ROOMY, plain, shown_in

_WITH_IT = re.compile(
    rf"[\s,]*\b(?:with|using|from|of|featuring|including|around|based on|out of|and use|and show)\s+"
    rf"(?:(?:this|that|these|those|the|my|our|attached)\s+)+{NOUN}(?:\s+(?:in it|inside|too|as well))?",
    re.I,
)


def as_brief(talk: Conversation) -> Conversation:
    """ "A 20 second intro with this photo" is a brief whose subject is in the picture: its name may say it."""
    if not talk.attached or not planning.NEW.search(talk.message) or NEW_SCENE.search(talk.message):
        return talk
    message = _WITH_IT.sub("", talk.message)
    said = brief.read(message)
    if said.subject or said.name or not said.says_something:
        return replace(talk, message=message)
    shown = next((picture.shows for picture in talk.attached if picture.shows), "") or talk.name
    subject = shown or ("our brand" if talk.attached[0].is_logo else "a moment to remember")
    return replace(talk, message=f"{message.rstrip(' .!')} about {subject}")


def into_new_scenes(talk: Conversation) -> Reply | None:
    """The scenes of this turn stand; pictures that came with its message are put where they fit."""
    if not talk.attached or any(answer.tool == "add_asset" for answer in talk.tool_answers):
        return None
    scenes = _new_scenes(talk.tool_answers)
    calls = []
    for picture in talk.attached:
        if (fitting := _fitting(picture, scenes)) is None:
            break
        number, template = fitting
        scenes.remove(fitting)
        place = None if template in ROOMY else "background"
        calls.append(ToolCall("add_asset", shown_in({"asset_id": picture.id}, f"scene {number}", place)))
    several = "s" if len(calls) > 1 else ""
    return Reply("", tuple(calls), f"Now the picture{several}.") if calls else None


def waiting(talk: Conversation) -> str:
    """What is said of pictures that nothing was done with."""
    used = {answer.arguments.get("asset_id") for answer in talk.tool_answers if answer.tool == "add_asset"}
    names = [f"**{plain(picture.name)}**" for picture in talk.attached if picture.id not in used]
    return f"In no scene yet: {', '.join(names)}. *Put the picture into scene 2*, for example." if names else ""


def _new_scenes(answers: tuple[ToolAnswer, ...]) -> list[tuple[int, str]]:
    """(number, template) of the scenes that were made in this turn; the last of them knows the numbers of all."""
    built = [answer for answer in answers if answer.tool == "add_scene" and not answer.error]
    made = {str(answer.arguments.get("name")): _template(answer) for answer in built}
    told: list[dict[str, Any]] = built[-1].result.get("scenes", []) if built else []
    return [(int(scene["number"]), made[scene["name"]]) for scene in told if scene.get("name") in made]


def _template(answer: ToolAnswer) -> str:
    """The one that its brief calls for, as the scene agent reads it."""
    _, rest = briefs.video_subject(str(answer.arguments.get("brief", "")))
    return briefs.template_for(rest)


def _fitting(picture: Picture, scenes: list[tuple[int, str]]) -> tuple[int, str] | None:
    wanted = ("logo_sting", "title") if picture.is_logo else ("split_image", "title")
    for template in wanted:
        if found := next((scene for scene in scenes if scene[1] == template), None):
            return found
    return next((scene for scene in scenes if scene[1] not in ("chart", "logo_sting")), None)
