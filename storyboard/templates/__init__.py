"""Scenes from a few words: a name and its slots become a background and layers that move.

One module for each: what it asks for, and how it lays that out. A new one is a module with `LOOKS`, a model of its slots and
`expand(slots, layout)`, and a line in TEMPLATES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from storyboard.formats import FormatName
from storyboard.schema import MadeFrom, Scene, Transition
from storyboard.templates import (
    big_words,
    call_to_action,
    chart,
    comparison,
    feature_list,
    logo_sting,
    lower_third,
    quote,
    split_image,
    statistic,
    steps,
    title,
)
from storyboard.templates.layout_context import Expansion, LayoutContext
from storyboard.templates.mirror import mirror_if_right_to_left
from storyboard.templates.slots import Slots


@dataclass(frozen=True)
class Template:
    description: str
    slots: type[Slots]
    expand: Callable[[Any, LayoutContext], Expansion]
    weight: float = 1  # how long it is to be seen, next to the others


TEMPLATES: Final[dict[str, Template]] = {
    "title": Template("The opening: one strong line", title.TitleSlots, title.expand, 0.9),
    "subtitle": Template("A lower third: a name and a line", lower_third.LowerThirdSlots, lower_third.expand, 0.9),
    "feature_list": Template("Two to five points", feature_list.FeatureListSlots, feature_list.expand, 1.4),
    "quote": Template("What somebody said", quote.QuoteSlots, quote.expand, 1.2),
    "statistic": Template("One number that counts up", statistic.StatisticSlots, statistic.expand),
    "chart": Template("Figures as bars, a line or a ring", chart.ChartSlots, chart.expand, 1.25),
    "split_image": Template(
        "A picture, or a drawn panel, beside words", split_image.SplitImageSlots, split_image.expand, 1.1
    ),
    "comparison": Template("Two sides: before and after", comparison.ComparisonSlots, comparison.expand, 1.4),
    "call_to_action": Template("The end: what to do now", call_to_action.CallToActionSlots, call_to_action.expand),
    "logo_sting": Template("The name, as a mark", logo_sting.LogoStingSlots, logo_sting.expand, 0.8),
    "steps": Template("How it goes, step by step", steps.StepsSlots, steps.expand, 1.4),
    "big_words": Template("Words that fill the canvas", big_words.BigWordsSlots, big_words.expand, 0.9),
}


def expand(
    name: str,
    slots: dict[str, Any],
    *,
    scene_id: str,
    scene_name: str,
    duration: float,
    format: FormatName,
    variant: int = 0,
    transition: Transition | None = None,
) -> Scene:
    """Raises KeyError for a template that does not exist, pydantic.ValidationError for slots that do not fit it."""
    template = TEMPLATES[name]
    filled = template.slots.model_validate(slots)
    background, layers = template.expand(filled, LayoutContext(format, duration, variant))
    return Scene(
        id=scene_id,
        name=scene_name,
        duration=duration,
        background=background,
        transition=transition or Transition(type="none", duration=0),
        layers=tuple(mirror_if_right_to_left(layers)),
        template=MadeFrom(name=name, seed=variant, slots=filled.model_dump(mode="json", exclude_defaults=True)),
    )


def catalogue() -> list[dict[str, Any]]:
    """What there is, for a prompt: name, description and the JSON schema of the slots."""
    return [
        {"name": name, "description": each.description, "slots": each.slots.model_json_schema()}
        for name, each in TEMPLATES.items()
    ]
