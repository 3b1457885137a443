"""A plan for a video, and its form in Markdown, which can be read back from the conversation."""

import re
from dataclasses import dataclass, replace

from orchestrator.llm.demo.durations import shares, spoken

_HEADING = re.compile(r"^### (?P<title>.+)$", re.M)
_FACTS = re.compile(r"^\*\*(?P<length>[^*]+) · (?P<shape>landscape|portrait|square) · \d+ scenes?\*\*$", re.M)
_SCENE = re.compile(r"^\d+\. \*\*(?P<name>.+?)\*\* \((?P<seconds>\d+(?:\.\d+)?) s\): (?P<picture>.+)$", re.M)
_COLOURS = re.compile(r"^\*\*Colours:\*\* (?P<colours>.+)$", re.M)


@dataclass(frozen=True, slots=True)
class Scene:
    name: str
    seconds: float
    picture: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`colours` is a palette's line; the scenes' seconds add up to `seconds`."""

    title: str
    shape: str
    colours: str
    scenes: tuple[Scene, ...]

    @property
    def seconds(self) -> float:
        return round(sum(scene.seconds for scene in self.scenes), 1)

    def lasting(self, seconds: float) -> "Plan":
        """Return the same plan cut or stretched to `seconds`."""
        lengths = shares(seconds, [scene.seconds for scene in self.scenes])
        scenes = (replace(scene, seconds=length) for scene, length in zip(self.scenes, lengths, strict=True))
        return replace(self, scenes=tuple(scenes))

    def with_scene(self, place: int, **changes: str | float) -> "Plan":
        scenes = list(self.scenes)
        scenes[place] = replace(scenes[place], **changes)  # type: ignore[arg-type]
        return replace(self, scenes=tuple(scenes))

    def markdown(self) -> str:
        count = len(self.scenes)
        lines = [
            f"{place}. **{scene.name}** ({scene.seconds:g} s): {scene.picture}"
            for place, scene in enumerate(self.scenes, start=1)
        ]
        return "\n\n".join(
            (
                f"### {self.title}",
                f"**{spoken(self.seconds)} · {self.shape} · {count} scene{'' if count == 1 else 's'}**",
                "\n".join(lines),
                f"**Colours:** {self.colours}",
            )
        )


def find(text: str) -> Plan | None:
    """Return the plan that stands in an earlier answer, the last one if there are several."""
    headings = list(_HEADING.finditer(text))
    if not headings:
        return None
    part = text[headings[-1].start() :]
    facts, colours = _FACTS.search(part), _COLOURS.search(part)
    scenes = tuple(Scene(m["name"], float(m["seconds"]), m["picture"]) for m in _SCENE.finditer(part))
    if not (facts and colours and scenes):
        return None
    return Plan(headings[-1]["title"], facts["shape"], colours["colours"], scenes)
