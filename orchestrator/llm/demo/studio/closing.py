"""What is said when the tools have answered: what came of each call, and what can be done next."""

from collections.abc import Iterable

from orchestrator.llm.demo.conversation import Conversation, ToolAnswer
from orchestrator.llm.demo.durations import spoken
from orchestrator.llm.demo.reply import Reply
from orchestrator.llm.demo.studio import picture_briefs

VIDEO_TOOLS = {
    "plan_video": "The video could not be made",
    "add_scene": "The scene could not be added",
    "edit_scene": "The scene could not be changed",
    "delete_scenes": "Nothing was deleted",
    "move_scene": "The scene could not be moved",
    "set_duration": "The length could not be set",
    "set_style": "The colours could not be changed",
    "set_format": "The format could not be changed",
    "add_asset": "The picture could not be shown",
    "undo_change": "Nothing was undone",
}
_INSTEAD = {
    "plan_video": "Tell me the subject, the length and the number of scenes once more, or a simpler brief.",
    "set_duration": "A scene may last half a second to a minute, a whole video up to five minutes.",
    "set_style": "Name other colours, for example *use ocean colours*.",
    "undo_change": "Tell me what you would like to be different instead.",
}
_USUALLY = "Name the scene by its number or its name, or tell me what else to change."


def closing(talk: Conversation) -> Reply | None:
    """None: no tool of the video has answered in this turn."""
    answers = [answer for answer in talk.tool_answers if answer.tool in VIDEO_TOOLS]
    if not answers:
        return None
    failed = [answer for answer in answers if answer.error]
    good = [answer for answer in answers if not answer.error]
    naming = [answer for answer in talk.tool_answers if answer.tool == "set_title" and answer.error]
    is_new = any(each.tool == "plan_video" for each in good)
    parts = [_made(good, talk), _shown(good)] if is_new else [_changed(good)]
    parts += [f"*{answer.error}*" for answer in naming]
    parts += [_failed(answer) for answer in failed]
    parts.append(picture_briefs.waiting(talk))
    return Reply("\n\n".join(filter(None, parts)))


def _shown(good: list[ToolAnswer]) -> str:
    """What came of the pictures of a brief."""
    return " ".join(_lines(answer for answer in good if answer.tool == "add_asset"))


def _made(good: list[ToolAnswer], talk: Conversation) -> str:
    """The scenes as the last of them found the video: they came in their order."""
    plan = next(each for each in good if each.tool == "plan_video")
    built = [each.result for each in good if each.tool == "add_scene"]
    if not built:
        return ""
    lines = "\n".join(
        f"{scene.get('number')}. **{scene.get('name')}** ({_seconds(scene.get('seconds'))} s)"
        for scene in built[-1].get("scenes", [])
        if isinstance(scene, dict)
    )
    total = built[-1].get("seconds", 0)
    look = f"{plan.arguments.get('format', 'landscape')}, {plan.arguments.get('palette', '')} colours"
    start = talk.voice.pick(("Here is the video", "The first cut is there", "It is ready to be watched"))
    return f"{start}: **{spoken(float(total))}**, {look}.\n\n{lines}\n\n{_next(talk)}".replace("\n\n\n\n", "\n\n")


def _next(talk: Conversation) -> str:
    return talk.voice.pick(
        (
            "Change what you like: *make scene 2 three seconds and bold*, *use ocean colours*, *make it portrait*.",
            "What next? *Move the last scene to the front*, *add a scene about …*, *warmer colours*, or *undo that*.",
            "Say what to change: a length, the order, the words, the colours. *Undo* takes the last change back.",
        )
    )


def _changed(good: list[ToolAnswer]) -> str:
    if not good:
        return ""
    said = "\n".join(f"- {line}" for line in _lines(good)) if len(good) > 1 else next(iter(_lines(good)))
    seconds = good[-1].result.get("seconds")
    total = f" The video lasts **{spoken(float(seconds))}** now." if isinstance(seconds, int | float) else ""
    return f"Done:\n\n{said}\n\n{total.strip()}" if len(good) > 1 else f"Done: {said}{total}"


def _lines(good: Iterable[ToolAnswer]) -> list[str]:
    return [_sentence(str(answer.result.get("summary") or _described(answer))) for answer in good]


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _described(answer: ToolAnswer) -> str:
    arguments, target = answer.arguments, answer.arguments.get("target") or "the whole video"
    words = {
        "add_scene": f"the scene **{arguments.get('name')}** is there",
        "edit_scene": f"{target} is changed",
        "delete_scenes": f"{arguments.get('targets')}: gone",
        "move_scene": f"{target} is in place {arguments.get('to')}",
        "set_duration": f"{target} lasts {_seconds(arguments.get('seconds'))} s",
        "set_style": f"everything is in {arguments.get('palette')} colours",
        "set_format": f"the format is {arguments.get('format')}",
        "add_asset": f"the picture is in {target}",
        "undo_change": "the last change is taken back",
    }
    return words.get(answer.tool, answer.tool)


def _failed(answer: ToolAnswer) -> str:
    return f"{VIDEO_TOOLS[answer.tool]}: {_sentence(answer.error)} {_INSTEAD.get(answer.tool, _USUALLY)}"


def _seconds(number: object) -> str:
    return f"{number:g}" if isinstance(number, int | float) else "?"
