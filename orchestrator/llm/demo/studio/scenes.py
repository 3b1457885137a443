"""From a brief to the scenes of a video: which templates, in which order, with which words."""

import re
from dataclasses import dataclass
from typing import Any

from orchestrator.llm.demo import drafting, titles
from orchestrator.llm.demo.brief import Brief
from orchestrator.llm.demo.durations import spoken
from orchestrator.llm.demo.studio import briefs, colours
from orchestrator.llm.demo.studio.copybank import word_for
from orchestrator.llm.demo.studio.slots import short
from orchestrator.llm.demo.voice import Voice
from projects.storyboard.compose import durations

MAX_SCENES = 12
LONGEST_SCENE, LONGEST_VIDEO, SHORTEST_VIDEO = 60.0, 300.0, 1.0
NAMES = {
    "title": "Opening",
    "feature_list": "Highlights",
    "big_words": "Rhythm",
    "statistic": "Good reasons",
    "steps": "Step by step",
    "quote": "Words to keep",
    "split_image": "Up close",
    "comparison": "Before and after",
    "subtitle": "Introducing",
    "call_to_action": "Call to action",
    "logo_sting": "Logo",
}
_WORDY = ["feature_list", "steps", "comparison", "quote", "split_image", "statistic"]
_QUICK = ["big_words", "split_image", "quote", "subtitle"]
_FIRST = {"Explainer": ["steps", "comparison"], "Trailer": ["big_words", "quote"], "Story": ["quote", "split_image"]}


@dataclass(frozen=True, slots=True)
class Made:
    """`arguments` of plan_video; `notes`: what was chosen because the brief did not say it, or cannot be done."""

    arguments: dict[str, Any]
    notes: tuple[str, ...]


def make(brief: Brief, message: str, voice: Voice) -> Made:
    seconds, length_note = _length(brief)
    count, count_note = _count(brief, seconds)
    palette = colours.asked_for(message, brief.subject) or colours.fitting(f"{brief.subject} {message}", voice)
    colour_note = "" if colours.asked_for(message, brief.subject) else f"You named no colours: {palette} is my choice."
    name = shown_name(brief)
    about = brief.subject or brief.name or name
    if not word_for(about) and (word := word_for(message)):
        about = f"{about}: {word}"  # "a birthday greeting for Maya" is not about Maya alone
    order = templates(count, seconds, brief.kind, voice)
    scenes = [
        _scene(template, name, about, span, is_another=template in order[:place])
        for place, (template, span) in enumerate(zip(order, durations(order, seconds), strict=True))
    ]
    arguments = {"format": brief.shape or "landscape", "seconds": seconds, "palette": palette, "scenes": scenes}
    return Made(arguments, tuple(filter(None, (length_note, count_note, colour_note))))


def _scene(template: str, name: str, about: str, seconds: float, *, is_another: bool) -> dict[str, Any]:
    called = "Another look" if is_another else NAMES[template]
    written = briefs.planned(template, name, about, is_another=is_another)
    return {"name": called, "brief": written, "seconds": seconds}


def shown_name(brief: Brief) -> str:
    """What the video is about, as it is written on the screen: "a coffee shop" -> "Coffee Shop"."""
    if not brief.name and re.match(r"(?:how|why|what|when)\b", brief.subject, re.I):
        return short(brief.subject[0].upper() + brief.subject[1:], 60)
    subject = re.sub(r"^(?:an?\s+)?(?:pair|set|range|line)\s+of\s+", "", brief.subject, flags=re.I)
    about = Brief(subject=subject, name=brief.name, kind="Video")
    return short(titles.fitting(about), 60) or "Our Story"


def templates(count: int, seconds: float, kind: str, voice: Voice) -> list[str]:
    """An opening, the middle, what to do now and the name; each template once, as long as there are others."""
    if count == 1:
        return ["title"]
    end = ["call_to_action"] if count < 4 else ["call_to_action", "logo_sting"]
    if kind in ("Intro", "Outro") and count < 3:
        end = ["logo_sting"]
    return ["title", *_middles(count - 1 - len(end), seconds / count, kind, voice), *end]


def _middles(count: int, each: float, kind: str, voice: Voice) -> list[str]:
    if each < 2:  # nobody reads a list in that time
        order = [*_QUICK, "statistic", "comparison", "feature_list", "steps"]
    else:
        first = _FIRST.get(kind, ["feature_list"])
        order = [*first, "big_words", *voice.shuffled([name for name in _WORDY if name not in first]), "subtitle"]
    return list(dict.fromkeys(order))[:count] + ["split_image"] * max(0, count - len(set(order)))


def _length(brief: Brief) -> tuple[float, str]:
    wanted = brief.seconds if brief.seconds is not None else drafting.USUAL_SECONDS
    note = "" if brief.seconds else f"You named no length, so it lasts {spoken(wanted)}."
    seconds = min(LONGEST_VIDEO, max(SHORTEST_VIDEO, wanted))
    if seconds != wanted:
        bound = "at most" if wanted > seconds else "at least"
        note = f"You asked for {spoken(wanted)}; a video here lasts {spoken(seconds)} {bound}."
    return seconds, note


def _count(brief: Brief, seconds: float) -> tuple[int, str]:
    most = max(1, min(MAX_SCENES, int(seconds / drafting.MIN_SCENE_SECONDS)))
    least = max(1, -int(-seconds // LONGEST_SCENE))
    wanted = brief.scenes or max(1, min(3, int(seconds / 3)), round(seconds / drafting.SECONDS_PER_SCENE))
    count = max(least, min(most, wanted))
    if not brief.scenes or count == brief.scenes:
        return count, ""
    return count, f"You asked for {brief.scenes} scenes; {count} is what fits into {spoken(seconds)}."
