"""Scenes that go and change places."""

import re

from orchestrator.llm.demo import durations
from orchestrator.llm.demo.numbers import NUMBER, value
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio import entrances, meant
from orchestrator.llm.demo.studio.parts import Clause

_DELETE = re.compile(r"\b(?:delete|remove|drop|lose|skip|get rid of|cut out|cut|take out|throw out|kill)\b", re.I)
_EXCEPT = re.compile(r"\b(?:except|apart from|other than|but)\b", re.I)
_MOVE = re.compile(r"\b(?:move|put|shift|bring|place)\b", re.I)
_START = r"\b(?:start|beginning|front|top|first)\b"
_END = r"\b(?:end|last|finish|close|back|bottom)\b"
_POSITION = re.compile(rf"\b(?:position|place|number|spot|to|at)\s+(?P<to>{NUMBER})", re.I)


def swapped(clause: Clause) -> list[ToolCall]:
    if not re.search(r"\b(?:swap|switch|exchange)\b", clause.text, re.I):
        return []
    places = _places(clause)
    if len(places) != 2:
        return []
    first, second = sorted(places)
    calls = [_moved(clause.target(first, among_others=True), second + 1)]
    if second - first > 1:
        calls.append(_moved(clause.target(second, among_others=True), first + 1))
    return calls


def deleted(clause: Clause) -> list[ToolCall]:
    if not _DELETE.search(clause.text) or durations.find(clause.text) or entrances.take(clause.text)[0]:
        return []
    if _EXCEPT.search(clause.text):
        words = re.sub(r"[\s,]*\bplease\b.*", "", _DELETE.split(clause.text, maxsplit=1)[1], flags=re.I)
        places = list(meant.places(words, clause.video))
    else:
        places = _places(clause)
    if not places and (span := meant.focus(clause.text)):
        places = [clause.focused(span)]
    if not places:
        return []
    if clause.several:
        return [ToolCall("delete_scenes", {"targets": clause.target(place)}) for place in places]
    numbers = [str(place + 1) for place in places]
    said = f"scene {numbers[0]}" if len(numbers) == 1 else f"scenes {', '.join(numbers[:-1])} and {numbers[-1]}"
    return [ToolCall("delete_scenes", {"targets": said})]


def moved(clause: Clause) -> list[ToolCall]:
    if not (verb := _MOVE.search(clause.text)):
        return []
    rest = clause.text[verb.end() :]
    if found := meant.find(rest, clause.video):
        place, after = found.places[0], rest[found.end :]
    elif span := meant.focus(rest):
        place, after = clause.focused((verb.end() + span[0], verb.end() + span[1])), rest[span[1] :]
    else:
        return []
    if position := _POSITION.search(after):
        to = min(max(1, int(value(position["to"]))), len(clause.video.scenes))
        return [_moved(clause.target(place), to)]
    before = where(after, clause)
    if before is None:
        return []
    to = before - (1 if before > place else 0) + 1
    return [_moved(clause.target(place), to)]


def where(text: str, clause: Clause) -> int | None:
    """Before which place something goes: "to the end", "after scene 2", "to position 1"."""
    beside = re.search(r"\b(before|after|behind)\b", text, re.I)
    if beside and (found := meant.find(text[beside.end() :], clause.video)):
        return found.places[0] + (0 if beside[0].lower() == "before" else 1)
    if re.search(_START, text, re.I):
        return 0
    if re.search(_END, text, re.I):
        return len(clause.video.scenes)
    return None


def _places(clause: Clause) -> list[int]:
    found = meant.find(clause.text, clause.video)
    if not found:
        return []
    more = meant.find(clause.text[found.end :], clause.video)
    return list(dict.fromkeys([*found.places, *(more.places if more else ())]))


def _moved(target: str, to: int) -> ToolCall:
    return ToolCall("move_scene", {"target": target, "to": to})
