"""From a brief to a plan: how many scenes, what they show, how long each one is."""

import re
from dataclasses import dataclass

from orchestrator.llm.demo import titles
from orchestrator.llm.demo.beats import CLOSINGS, MIDDLES, OPENINGS, OTHER_CLOSINGS
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.durations import shares, spoken
from orchestrator.llm.demo.palettes import PALETTES, Palette
from orchestrator.llm.demo.plan import Plan, Scene
from orchestrator.llm.demo.scenery import pictures_of
from orchestrator.llm.demo.voice import Voice

USUAL_SECONDS = 20.0
MAX_SECONDS = 600.0  # this is about short videos
SECONDS_PER_SCENE = 4.5  # long enough to read a line, short enough to stay awake
MIN_SCENE_SECONDS = 0.5
MAX_SCENES = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """`notes`: what the director chose because the brief did not say it, or could not do as it says."""

    plan: Plan
    notes: tuple[str, ...]


def the(subject: str) -> str:
    """Return the subject as something known already: "a coffee shop" -> "the coffee shop"."""
    first, _, rest = subject.partition(" ")
    return f"the {rest}" if first.lower() in ("a", "an") and rest else subject


def draft(brief: Brief, message: str, voice: Voice) -> Draft:
    """Return a plan whose scenes add up exactly to the length of `brief`."""
    seconds, length_note = _length(brief)
    count, count_note = _count(brief, seconds)
    palette = brief.palette or _fitting_palette(message, voice)
    subject = brief.name or the(brief.subject)
    if not subject or re.match(r"(?:how|why|what|when)\b", subject, re.I):
        subject = "the idea"  # "we arrive at how tea is made" is no English
    beats = _beats(count, brief.kind, voice)
    looks = pictures_of(message, voice)
    weights = [3.0 if place in (0, count - 1) else 4.0 + voice.number(3) for place in range(count)]
    scenes = tuple(
        Scene(name, length, _filled(picture, subject, looks[place % len(looks)]))
        for place, ((name, picture), length) in enumerate(zip(beats, shares(seconds, weights), strict=True))
    )
    plan = Plan(titles.fitting(brief), brief.shape or "landscape", palette.line, scenes)
    colour_note = "" if brief.palette else f"You named no colours: {palette.look} is my suggestion."
    return Draft(plan, tuple(note for note in (length_note, count_note, colour_note) if note))


def one_scene(subject: str, seconds: float, voice: Voice, taken: set[str]) -> Scene:
    """Return a scene about `subject` (may be "") whose name is not among `taken`."""
    free = [beat for beat in MIDDLES if beat[0] not in taken] or list(MIDDLES)
    name, picture = voice.pick(free)
    look = pictures_of(subject, voice)[0]
    if subject:
        return Scene(subject[0].upper() + subject[1:], seconds, f"All about {the(subject)}: {look}.")
    return Scene(name, seconds, _filled(picture, "the subject", look))


def _filled(picture: str, subject: str, look: str) -> str:
    written = picture.format(the=subject, The=subject[0].upper() + subject[1:], look=look)
    return written[0].upper() + written[1:]


def _length(brief: Brief) -> tuple[float, str]:
    if brief.seconds is None:
        return USUAL_SECONDS, f"You named no length, so I planned {spoken(USUAL_SECONDS)}."
    if brief.seconds > MAX_SECONDS:
        return MAX_SECONDS, f"You asked for {spoken(brief.seconds)}; I plan {spoken(MAX_SECONDS)} at most."
    return max(brief.seconds, MIN_SCENE_SECONDS), ""


def _count(brief: Brief, seconds: float) -> tuple[int, str]:
    fits = max(1, min(MAX_SCENES, int(seconds / MIN_SCENE_SECONDS)))
    if not brief.scenes:
        return max(1, min(20, fits, round(seconds / SECONDS_PER_SCENE))), ""
    if brief.scenes > fits:
        return fits, f"You asked for {brief.scenes} scenes; {fits} is the most I can fit into {spoken(seconds)}."
    return brief.scenes, ""


def _fitting_palette(message: str, voice: Voice) -> Palette:
    lower = message.lower()
    for words, key in (("coffee bak wood", "warm"), ("sea ocean water whale", "ocean"), ("app tech soft", "clean")):
        if any(word in lower for word in words.split()):
            return PALETTES[key]
    return PALETTES[voice.pick(("warm", "cool", "bright", "earthy", "sunset", "clean", "forest"))]


def _beats(count: int, kind: str, voice: Voice) -> list[tuple[str, str]]:
    closing = CLOSINGS.get(kind) or voice.pick(OTHER_CLOSINGS)
    if count == 1:
        return [("One shot", "{look}, held in a single slow move, with the title over {the}.")]
    middles: list[tuple[str, str]] = []
    while len(middles) < count - 2:
        again = f" {len(middles) // len(MIDDLES) + 1}" if middles else ""
        middles += [(name + again, picture) for name, picture in voice.shuffled(MIDDLES)]
    return [voice.pick(OPENINGS), *middles[: count - 2], closing]
