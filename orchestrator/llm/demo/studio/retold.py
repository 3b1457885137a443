"""Changes of single scenes: how long, how heavy, what they are called, what they say and how that comes in."""

import re

from orchestrator.llm.demo import durations
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio import entrances, meant, wishes
from orchestrator.llm.demo.studio.entrances import Entrance
from orchestrator.llm.demo.studio.parts import Clause, Unclear
from orchestrator.llm.demo.studio.scenes import LONGEST_SCENE
from orchestrator.llm.demo.studio.wishes import Wish

LONGER = re.compile(r"\b(?:longer|extend|stretch|more time|slow(?:er)?(?:\s+(?:it\s+)?down)?)\b", re.I)
SHORTER = re.compile(
    r"\b(?:shorter|shorten|trim|less time|faster|quicker|tighten|tighter|speed\b.*\bup|snappier)\b", re.I
)
_NAMES_PROJECT = re.compile(r"\b(?:project|video)\b", re.I)


def scene_changes(clause: Clause) -> list[ToolCall]:
    """What is asked of the scenes that the clause names, or of the one that "it" is."""
    entrance, text = entrances.take(clause.text)
    if found := meant.find(text, clause.video):
        places: tuple[int, ...] = found.places
        before, after = text[: found.start], text[found.end :]
    elif span := _focus(clause, text, is_of_a_scene=entrance is not None):
        places, before, after = (clause.focused(span),), text[: span[0]], text[span[1] :]
    else:
        return _unplaced(clause, text, entrance)
    rest = f"{before} | {after}"
    calls = [call for place in places for call in _one(clause, place, rest, entrance)]
    if len(places) > 1 and calls and all(call.name == "set_duration" for call in calls) and durations.find(rest):
        numbers = ", ".join(str(place + 1) for place in places)
        target = "all" if len(places) == len(clause.video.scenes) else f"scenes {numbers}"
        return [ToolCall("set_duration", {**calls[0].arguments, "target": target})]
    return calls


def _unplaced(clause: Clause, text: str, entrance: Entrance | None) -> list[ToolCall]:
    """ "Change the button to Order now" means the scene that has one. Raises Unclear where several have the words."""
    field, scenes = wishes.FIELD.search(text), clause.video.scenes
    if not (field or entrance) or _NAMES_PROJECT.search(text):
        return []
    is_button = "button" in (field["field"].lower() if field else "", entrance.field if entrance else "")
    places = [n for n, scene in enumerate(scenes) if scene.template == "call_to_action" or not is_button]
    if len(places) > 1 and clause.focus is not None:
        places = [clause.focus]
    if len(places) != 1:
        end = field.end("field") if field and not entrance else len(clause.text)
        raise Unclear([f"{clause.text[:end]} of scene {place + 1}{clause.text[end:]}" for place in places[:6]])
    return _one(clause, places[0], text, entrance)


def _focus(clause: Clause, text: str, *, is_of_a_scene: bool) -> tuple[int, int] | None:
    """ "It" is the scene that is chosen; without one a scene where something of a scene is asked for, else the video."""
    if span := meant.focus(text, scene_only=True):
        return span
    is_scene = is_of_a_scene or clause.video.chosen is not None
    return meant.focus(text) if is_scene or wishes.BOLD.search(text) or wishes.SAYS.search(text) else None


def _one(clause: Clause, place: int, rest: str, entrance: Entrance | None) -> list[ToolCall]:
    wish = wishes.read(rest)
    if entrance:
        wish = Wish(bold=wish.bold, entrance=entrance)
    seconds = None if wish.changes_words or entrance else _seconds(clause.video.scenes[place].seconds, rest)
    target = clause.target(place)
    calls: list[ToolCall] = []
    if seconds is not None:
        notes = frozenset() if durations.find(rest) else frozenset({"by_pace"})
        calls.append(ToolCall("set_duration", {"seconds": seconds, "target": target}, notes))
    if wish.words:
        calls.append(ToolCall("edit_scene", {"target": target, "instruction": wish.words}))
    return calls


def _seconds(now: float, rest: str) -> float | None:
    lengths = durations.find(rest)
    longer, shorter = LONGER.search(rest), SHORTER.search(rest) or re.search(r"\bcut\b.{0,60}\bfrom\b", rest, re.I)
    if lengths and (longer or shorter) and not re.search(r"\bto\b", rest):
        seconds = now + (lengths[-1].seconds if longer else -lengths[-1].seconds)
    elif lengths:
        seconds = lengths[-1].seconds
    elif longer or shorter:
        seconds = now * (1.5 if longer else 0.6)
    else:
        return None
    return min(LONGEST_SCENE, max(0.5, round(seconds, 1)))
