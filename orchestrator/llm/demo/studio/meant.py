"""Which scenes of the video a clause means, by the rules that the tools go by themselves."""

import re
from dataclasses import dataclass

from orchestrator.llm.demo.studio.videos import Video
from projects.storyboard.changes import OperationRefused
from projects.storyboard.formats import canvas_of
from projects.storyboard.palettes import DEFAULT, PALETTES
from projects.storyboard.schema import Background, Scene, Storyboard, Style, Transition
from projects.storyboard.targets import resolve

_N = (
    r"(?:\d{1,2}(?![.:]\d)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"(?![\s-]*(?:s|secs?|seconds?|mins?|minutes?)\b)"
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|\d{1,2}(?:st|nd|rd|th))"
_SMALL = r"(?:of|in|into|for|to|on|at|and|by|from|with|the|a|scene)"
_NOUN = r"(?:scenes?|slides?|shots?|ones?)"
_JOIN = r"\s*(?:,\s*and|,|&|and|to|through|-|–)\s*"
_WAYS = (
    rf"\b(?:scenes?|slides?|shots?)\s+(?:number\s+|no\.?\s*|#\s*)?(?P<numbers>{_N}(?:{_JOIN}(?:scene\s+)?{_N})*)",
    rf"\b(?:the\s+)?(?P<ordinal>{_ORDINAL}(?:{_JOIN}(?:the\s+)?{_ORDINAL})*"
    rf"(?:\s+(?:two|three|four|five|\d))?)\s+{_NOUN}\b",
    rf"\b(?P<all>(?:all|every|each)(?:\s+(?:of\s+)?(?:the\s+)?{_NOUN}))\b|\b(?P<everything>everything)\b",
    rf"\bthe\s+(?P<called>(?!(?:whole|current|same|scene)\b)[\w'-]+(?:\s+(?!{_SMALL}\b)[\w'-]+){{0,4}}?)\s+(?:scene|slide|shot)\b",
)
_FOCUS = re.compile(r"\b(?:(?:the|this|that|current)\s+(?:scene|slide|shot|one)|it|this|that)\b", re.I)
_SCENE_FOCUS = re.compile(r"\b(?:the|this|that|current)\s+(?:scene|slide|shot|one)\b", re.I)
# What people call scenes by, besides their names.
_KINDS = {
    "call_to_action": r"cta|call[\s-]to[\s-]action",
    "logo_sting": r"logo(?: sting)?",
    "title": r"opening|opener|title|intro",
    "feature_list": r"features?(?: list)?|list|highlights",
    "quote": r"quote",
    "statistic": r"statistics?|number",
    "steps": r"steps",
    "comparison": r"comparison",
    "chart": r"chart",
    "big_words": r"big words",
}


@dataclass(frozen=True, slots=True)
class Meant:
    """`places` from 0; `start` and `end`: where in the clause they are named."""

    places: tuple[int, ...]
    start: int
    end: int


def find(clause: str, video: Video) -> Meant | None:
    """The scenes that `clause` names first. Raises OperationRefused for one that is not there."""
    found = sorted(_spans(clause, video), key=lambda span: (span[0], -span[1]))
    if not found:
        return None
    start, end, words = found[0]
    return Meant(places(words, video), start, end)


def places(words: str, video: Video) -> tuple[int, ...]:
    """Raises OperationRefused."""
    try:
        return tuple(int(each.removeprefix("scene-")) - 1 for each in resolve(_document(video), words))
    except OperationRefused:
        core = re.sub(r"^(?:the\s+)|\s+(?:scene|slide|shot)$", "", words.strip(), flags=re.I)
        for template, called in _KINDS.items():
            same = [n for n, scene in enumerate(video.scenes) if scene.template == template]
            if len(same) == 1 and re.fullmatch(called, core, re.I):
                return (same[0],)
        raise


def focus(clause: str, *, scene_only: bool = False) -> tuple[int, int] | None:
    """Where `clause` says "it" or "the scene"."""
    match = (_SCENE_FOCUS if scene_only else _FOCUS).search(clause)
    return match.span() if match else None


def last_one(video: Video, touched: tuple[str, ...], earlier: tuple[str, ...]) -> int | None:
    """The scene that was last changed, else last spoken of."""
    if len(video.scenes) == 1:
        return 0
    for name in reversed(touched):
        if (place := video.place_named(name)) is not None:
            return place
    for message in reversed(earlier):
        try:
            found = find(message, video)
        except OperationRefused:
            continue
        if found and len(found.places) == 1:
            return found.places[0]
    return None


def _spans(clause: str, video: Video) -> list[tuple[int, int, str]]:
    spans = [
        (match.start(), match.end(), match[match.lastgroup or 0] if match.lastgroup != "called" else match[0])
        for way in _WAYS
        for match in re.finditer(way, clause, re.I)
    ]
    for scene in video.scenes:
        pattern = rf"(?<!\w)(?:the\s+)?(?P<name>{re.escape(scene.name)})(?!\w)(?:\s+(?:scene|slide|shot)\b)?"
        spans += [(m.start(), m.end(), m["name"]) for m in re.finditer(pattern, clause, re.I)]
    for template, called in _KINDS.items():
        if any(scene.template == template for scene in video.scenes):
            found = re.finditer(
                rf"\bthe\s+(?P<kind>{called})\b(?!\s+(?:of|in|on)\b)(?:\s+scene\b)?|\bcta\b", clause, re.I
            )
            spans += [(m.start(), m.end(), m["kind"] or m[0]) for m in found]
    return spans


def _document(video: Video) -> Storyboard:
    """As much of the document as names its scenes."""
    scenes = tuple(
        Scene(
            id=f"scene-{number}",
            name=scene.name,
            duration=5.0,
            background=Background(type="solid", colors=("bg",)),
            transition=Transition(type="none", duration=0.0),
            layers=(),
        )
        for number, scene in enumerate(video.scenes, start=1)
    )
    return Storyboard.model_construct(
        canvas=canvas_of("landscape"), style=Style(palette=PALETTES[DEFAULT]), scenes=scenes, assets={}
    )
