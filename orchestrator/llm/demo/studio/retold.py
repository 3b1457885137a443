"""Changes of single scenes: how long, how heavy, what they are called and what they say."""

import re
from typing import Any

from orchestrator.llm.demo import durations, titles
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio import meant
from orchestrator.llm.demo.studio.parts import Clause, Unclear, unquoted
from orchestrator.llm.demo.studio.scenes import LONGEST_SCENE
from orchestrator.llm.demo.studio.slots import SENTENCE, TAG, main_slots, short

LONGER = re.compile(r"\b(?:longer|extend|stretch|more time|slow(?:er)?(?:\s+(?:it\s+)?down)?)\b", re.I)
SHORTER = re.compile(
    r"\b(?:shorter|shorten|trim|less time|faster|quicker|tighten|tighter|speed\b.*\bup|snappier)\b", re.I
)
_BOLD = re.compile(r"\b(?:bold(?:er)?|heavier|fatter)\b(?!\s+(?:colou?rs?|palette|look|style))", re.I)
_DETAIL = {
    "title": "subtitle",
    "subtitle": "detail",
    "statistic": "detail",
    "split_image": "text",
    "call_to_action": "detail",
    "logo_sting": "tagline",
}
_MAIN_FIELD = r"headline|heading|title|text|words?|wording|quote"
_FIELD = re.compile(
    rf"\b(?P<field>button|subtitle|tagline|detail|{_MAIN_FIELD})\b.*?\b(?:to(?:\s+(?:say|read))?|as|be|say|is)\s*:?\s+"
    r"(?P<text>.+)",
    re.I | re.S,
)
_NAMES_PROJECT = re.compile(r"\b(?:project|video)\b", re.I)
_SAYS = re.compile(r"\b(?:says?|reads?)\s*:?\s+(?P<text>.+)", re.I | re.S)
_ABOUT = re.compile(r"\b(?:about|shows?|showing)\s+(?P<text>.+)", re.I | re.S)


def scene_changes(clause: Clause) -> list[ToolCall]:
    """What is asked of the scenes that the clause names, or of the one that "it" is."""
    text = clause.text
    if found := meant.find(text, clause.video):
        places: tuple[int, ...] = found.places
        before, after = text[: found.start], text[found.end :]
    elif span := _focus(clause):
        places, before, after = (clause.focused(span),), text[: span[0]], text[span[1] :]
    else:
        return _unplaced(clause)
    rest = f"{before} | {after}"
    calls = [call for place in places for call in _one(clause, place, rest, after)]
    if len(places) > 1 and calls and all(call.name == "set_duration" for call in calls) and durations.find(rest):
        numbers = ", ".join(str(place + 1) for place in places)
        target = "all" if len(places) == len(clause.video.scenes) else f"scenes {numbers}"
        return [ToolCall("set_duration", {**calls[0].arguments, "target": target})]
    return calls


def _unplaced(clause: Clause) -> list[ToolCall]:
    """ "Change the button to Order now" means the scene that has one. Raises Unclear where several have the words."""
    if not (field := _FIELD.search(clause.text)) or _NAMES_PROJECT.search(clause.text):
        return []
    name, scenes = field["field"].lower(), clause.video.scenes
    places = [n for n, scene in enumerate(scenes) if scene.template == "call_to_action" or name != "button"]
    if len(places) > 1 and clause.focus is not None:
        places = [clause.focus]
    if len(places) != 1:
        end = field.end("field")
        raise Unclear([f"{clause.text[:end]} of scene {place + 1}{clause.text[end:]}" for place in places[:6]])
    return _one(clause, places[0], clause.text, "")


def _focus(clause: Clause) -> tuple[int, int] | None:
    """ "It" is the scene that is chosen; without one a scene where something of a scene is asked for, else the video."""
    text = clause.text
    if span := meant.focus(text, scene_only=True):
        return span
    is_scene = clause.video.chosen is not None or _BOLD.search(text) or _SAYS.search(text)
    return meant.focus(text) if is_scene else None


def _one(clause: Clause, place: int, rest: str, after: str) -> list[ToolCall]:
    changes = _words(clause, place, rest, after)
    if _BOLD.search(rest) and not re.search(r"\b(?:not|less|no longer|un)\s*bold", rest, re.I):
        changes["bold"] = True
    seconds = None if "slots" in changes or "name" in changes else _seconds(clause.video.scenes[place].seconds, rest)
    target = clause.target(place)
    calls: list[ToolCall] = []
    if seconds is not None:
        notes = frozenset() if durations.find(rest) else frozenset({"by_pace"})
        calls.append(ToolCall("set_duration", {"seconds": seconds, "target": target}, notes))
    if changes:
        arguments: dict[str, Any] = {"target": target, "name": None, "slots": None, "bold": None} | changes
        calls.append(ToolCall("edit_scene", arguments))
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


def _words(clause: Clause, place: int, rest: str, after: str) -> dict[str, Any]:
    template = clause.video.scenes[place].template
    if re.match(r"\W*(?:please\s+)?(?:(?:re)?name|call)\b", clause.text, re.I):
        name = unquoted(re.sub(r"^\s*(?:(?:to|as|into)\s+)?", "", after))
        return {"name": name[:60]} if name else {}
    if field := _FIELD.search(rest):
        return {"slots": _slots(template, field["field"].lower(), unquoted(field["text"]))}
    if says := _SAYS.search(rest):
        return {"slots": main_slots(template, unquoted(says["text"]))}
    if (about := _ABOUT.search(rest)) and (subject := unquoted(about["text"])):
        shown = titles.fitting(Brief(subject=subject, kind="Video"))
        return {"slots": main_slots(template, shown), "name": short(shown, 60)}
    return {}


def _slots(template: str, field: str, text: str) -> dict[str, Any]:
    if field == "button":
        return {"button": short(text, TAG)}
    if field in ("subtitle", "tagline", "detail") and template in _DETAIL:
        return {_DETAIL[template]: short(text, SENTENCE)}
    return main_slots(template, text)
