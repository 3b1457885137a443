"""The video that is there, as the briefing tells it in one line."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orchestrator.llm.demo.plan import Plan
from orchestrator.llm.demo.plan import Scene as PlannedScene
from orchestrator.llm.interface import ToolRequest

_NONE = ("There is no video yet.", "The video has no scenes yet:")
_VIDEO = re.compile(
    r"^The video has \d+ scenes?, [\d.]+ seconds?, (?P<shape>landscape|portrait|square)(?:, (?P<palette>[^:\n]*))?:"
    r" (?P<scenes>.*)$",
    re.M,
)
_CHOSEN = re.compile(r'^The person has chosen scene (?P<number>\d+) "', re.M)
_SCENE = re.compile(r'(?P<number>\d+) "(?P<name>.*?)" \((?P<template>[\w ]+), (?P<seconds>[\d.]+) s\)(?=;|\.?\s*$)')


@dataclass(frozen=True, slots=True)
class Scene:
    name: str
    template: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Video:
    """`palette`: its colours in words, e.g. "warm colours"; `chosen`: the place, from 0, of the scene chosen on the page."""

    shape: str
    palette: str
    scenes: tuple[Scene, ...]
    chosen: int | None = None

    @property
    def seconds(self) -> float:
        return round(sum(scene.seconds for scene in self.scenes), 1)

    def as_plan(self, title: str) -> Plan:
        scenes = (PlannedScene(scene.name, scene.seconds, scene.template.replace("_", " ")) for scene in self.scenes)
        return Plan(title, self.shape, self.palette, tuple(scenes))

    def place_named(self, words: str) -> int | None:
        """The place, from 0, of the one scene that is called so or has this number."""
        plain = re.sub(r"^(?:the\s+)?scene\s+", "", words.strip().casefold())
        names = [scene.name.casefold() for scene in self.scenes]
        if names.count(words.strip().casefold()) == 1:
            return names.index(words.strip().casefold())
        return int(plain) - 1 if plain.isdecimal() and 1 <= int(plain) <= len(names) else None


def is_told(system: str) -> bool:
    """Whether the briefing says what there is: a video, or none."""
    return any(none in system for none in _NONE) or _VIDEO.search(system) is not None


def find(system: str) -> Video | None:
    match = _VIDEO.search(system)
    if not match:
        return None
    scenes = tuple(_scene(m) for m in _SCENE.finditer(match["scenes"]))
    if not scenes:
        return None
    chosen = _CHOSEN.search(system, match.end())
    place = int(chosen["number"]) - 1 if chosen else None
    return Video(match["shape"], (match["palette"] or "its own colours").strip(), scenes, place)


def _scene(match: re.Match[str]) -> Scene:
    return Scene(json.loads(f'"{match["name"]}"'), match["template"], float(match["seconds"]))


def touched(requests: Iterable[ToolRequest]) -> tuple[str, ...]:
    """How the scenes were named that were changed one at a time, or added; a new plan forgets them."""
    names: list[str] = []
    for asked in requests:
        arguments = json_object(asked.arguments)
        if asked.name == "plan_video":
            names.clear()
        elif asked.name in ("edit_scene", "set_duration", "move_scene", "add_scene"):
            named = arguments.get("name") or arguments.get("target")
            names += [named] if isinstance(named, str) else []
    return tuple(names)


def json_object(text: str) -> dict[str, Any]:
    """What a JSON text says, {} if it is none or no object."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
