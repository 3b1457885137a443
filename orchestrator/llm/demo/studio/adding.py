"""New scenes: what they are called, where they go, how long they are. What they show is said in the person's words."""

import re
from typing import Any

from orchestrator.llm.demo import durations
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio import briefs, entrances, quoting
from orchestrator.llm.demo.studio.order import where as before_place
from orchestrator.llm.demo.studio.parts import Clause
from orchestrator.llm.demo.studio.scenes import LONGEST_SCENE
from orchestrator.llm.demo.studio.slots import short

_A_SCENE = r"(?=(?:an?|another|one(?:\s+more)?)\s+(?:[\w.'-]+\s+){0,4}?(?:scene|slide|shot)\b)"
_ADD = re.compile(
    r"\b(?:(?:add|insert|append|include)\s+(?:me\s+)?"
    rf"|(?:make|create|build|do|want|need|like|have|give)\s+(?:me\s+|us\s+)?{_A_SCENE})(?P<rest>.+)",
    re.I | re.S,
)
_SCENE = re.compile(r"\b(?:scene|slide|shot)\b", re.I)


def added(clause: Clause) -> list[ToolCall]:
    rest = asked_for(clause.text)
    where = _where_added(rest, clause)
    scene = one_scene(rest, {each.name for each in clause.video.scenes})
    return [ToolCall("add_scene", {**scene, "at": where})] if scene else []


def asked_for(text: str) -> str:
    """What a message says of a scene that it wants to be added, or ""."""
    match = _ADD.search(text)
    return match["rest"] if match else ""


def one_scene(rest: str, taken: set[str]) -> dict[str, Any]:
    """Name, brief and seconds of a new scene; {} if none is meant."""
    _, without_entrance = entrances.take(rest)
    lengths = durations.find(without_entrance)
    named = briefs.NAMED.search(without_entrance)
    name = re.sub(r"\s+", " ", quoting.literal(named["name"].strip(" ,."))).strip(' `"“”.,') if named else ""
    subject = briefs.subject(briefs.without_lengths(without_entrance))
    if not (subject or name or _SCENE.search(rest)):
        return {}
    shown = briefs.shown_text(rest) or briefs.shown_subject(subject) or "One more thing"
    seconds = min(LONGEST_SCENE, max(0.5, lengths[0].seconds)) if lengths else None
    return {"name": _free(short(name or shown, 60), taken, bool(name)), "brief": _brief(rest), "seconds": seconds}


def _free(name: str, taken: set[str], is_asked_for: bool) -> str:
    known = {each.casefold() for each in taken}
    if is_asked_for or name.casefold() not in known:
        return name
    return next(f"{name[:56]} {n}" for n in range(2, 99) if f"{name[:56]} {n}".casefold() not in known)


def _brief(rest: str) -> str:
    """The person's words, without the place and the length, which are said apart."""
    said = briefs.PLACE.sub("", rest).strip()
    if entrances.take(said)[0] is None:
        said = briefs.without_lengths(said)
    said = said[:1].upper() + said[1:]
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _where_added(rest: str, clause: Clause) -> int | None:
    match = briefs.PLACE.search(rest)
    where = before_place(match[0], clause) if match else None
    return None if where is None or where == len(clause.video.scenes) else where + 1
