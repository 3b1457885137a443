"""A document from templates: the duration, look and transition of each scene."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from storyboard.changes import OperationRefused, with_changes
from storyboard.formats import FormatName, canvas_of, format_of
from storyboard.operations.durations import LONGEST, SHORTEST, shares
from storyboard.palettes import PALETTES
from storyboard.schema import LONGEST_VIDEO, Palette, Scene, Storyboard, Style, Transition
from storyboard.templates import TEMPLATES, expand

TRANSITION_PART: Final = 0.25  # of a scene that its transition may take
TRANSITIONS: Final = (
    Transition(type="slide", duration=0.6),
    Transition(type="circle", duration=0.7),
    Transition(type="wipe", duration=0.6, direction="right"),
    Transition(type="zoom", duration=0.5),
    Transition(type="slide", duration=0.6, direction="up"),
    Transition(type="wipe", duration=0.6),
    Transition(type="fade", duration=0.5),
)


@dataclass(frozen=True)
class SceneBrief:
    name: str
    template: str
    slots: dict[str, Any] = field(default_factory=dict)


def blank(format: FormatName, palette: str | Palette) -> Storyboard:
    """A canvas and its colours, no scenes yet. Raises KeyError for a palette that does not exist."""
    style = Style(palette=PALETTES[palette] if isinstance(palette, str) else palette)
    return Storyboard(canvas=canvas_of(format), style=style)


def draft(*, format: FormatName, palette: str | Palette, seconds: float, scenes: list[SceneBrief]) -> Storyboard:
    """Raises KeyError for a template or palette that does not exist, ValueError for what cannot be a storyboard."""
    spans = template_durations([brief.template for brief in scenes], seconds)
    made = [_scene(brief, i, span, format) for i, (brief, span) in enumerate(zip(scenes, spans, strict=True))]
    empty = blank(format, palette)
    return Storyboard(canvas=empty.canvas, style=empty.style, scenes=tuple(made))


def scene_from_template(document: Storyboard, brief: SceneBrief, duration: float, index: int) -> Scene:
    """A scene that may be put at `index`: its id is new, and it looks like neither of its neighbours."""
    taken = {scene.id for scene in document.scenes}
    number = next(n for n in range(1, len(taken) + 2) if f"scene-{n}" not in taken)
    return _scene(
        brief,
        index,
        duration,
        format_of(document.canvas).name,
        id=f"scene-{number}",
        seed=_choose_seed(document, brief, index),
    )


def plan_durations(seconds: float, wanted: Sequence[float | None]) -> list[float]:
    """Durations of scenes that add up to `seconds`, in tenths: `wanted` ones as given, the others (None) share the rest.

    Where that cannot be, all are shortened or stretched alike. Raises OperationRefused if no way leads there.
    """
    rest = seconds - sum(each for each in wanted if each is not None)
    others = sum(each is None for each in wanted)
    if others and SHORTEST <= rest / others <= LONGEST:
        return shares(seconds, [rest / others if each is None else each for each in wanted])
    usual = seconds / len(wanted)
    return shares(seconds, [each or usual for each in wanted])


def template_durations(templates: list[str], seconds: float) -> list[float]:
    """Durations that add up to `seconds`, in tenths, by the weights of the templates. Raises ValueError."""
    if not templates or seconds > LONGEST_VIDEO:
        raise ValueError(f"{len(templates)} scenes cannot last {seconds:g} s together")
    try:
        return shares(round(seconds, 1), [TEMPLATES[name].weight for name in templates])
    except OperationRefused as refused:
        raise ValueError(str(refused)) from None


def _scene(
    brief: SceneBrief, index: int, duration: float, format: FormatName, *, id: str = "", seed: int | None = None
) -> Scene:
    return expand(
        brief.template,
        brief.slots,
        scene_id=id or f"scene-{index + 1}",
        scene_name=brief.name,
        duration=duration,
        format=format,
        variant=index if seed is None else seed,
        transition=_transition(index, duration),
    )


def _transition(index: int, duration: float) -> Transition:
    if index == 0:
        return Transition(type="none", duration=0)
    chosen = TRANSITIONS[(index - 1) % len(TRANSITIONS)]
    return with_changes(chosen, duration=round(min(chosen.duration, duration * TRANSITION_PART), 3))


def _choose_seed(document: Storyboard, brief: SceneBrief, index: int) -> int:
    around = document.scenes[max(0, index - 1) : index + 1]
    used = {scene.template.seed % 3 for scene in around if scene.template and scene.template.name == brief.template}
    return next(seed for seed in (index, index + 1, index + 2) if seed % 3 not in used)
