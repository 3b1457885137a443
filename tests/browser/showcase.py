"""A scene of each template to show, and the page that explains them: docs/templates.md."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from storyboard.formats import LAYOUTS, FormatName, canvas_of
from storyboard.palettes import PALETTES
from storyboard.schema import Storyboard, Style
from storyboard.templates import TEMPLATES, Template, expand

PAGE: Final = Path(__file__).parents[2] / "docs/templates.md"
SECONDS: Final = 4.0
MOMENTS: Final = (0.5, 1.1, 3.4)  # seconds: it begins, it builds, it stands

# What each is for, when not to take it, and slots that show it.
EXAMPLES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "title": (
        "Opens a video. The kicker says where we are, the headline what it is about; two to seven words are best.",
        {
            "kicker": "Launch week",
            "headline": "Videos that write themselves",
            "subtitle": "Describe it in the chat. Watch it build.",
        },
    ),
    "subtitle": (
        "Says who or what is seen. It lies over a picture that fills the canvas, or over a drawn one.",
        {"name": "Mara Lindqvist", "detail": "Roasts our beans since 2009"},
    ),
    "feature_list": (
        "Two to five points that come in one after the other. With three it is at its best.",
        {
            "title": "What a good morning needs",
            "features": ["Freshly ground, every cup", "A warm seat by the window", "Something sweet beside it"],
        },
    ),
    "quote": (
        "What somebody said, word by word. The quotation mark is drawn: leave it out of the text.",
        {
            "quote": "We stopped writing release notes. We show them.",
            "author": "Ines Okafor",
            "role": "Head of Product",
        },
    ),
    "statistic": (
        "One number that counts up. With “%” as its suffix, one of its looks fills a ring to that part.",
        {"value": 72, "suffix": "%", "label": "of visitors come back", "detail": "Within their first month"},
    ),
    "chart": (
        "Two to eight figures: `bar` compares, `line` goes over time, `donut` shows the parts of a whole.",
        {
            "title": "Bikes on the bridge",
            "kind": "bar",
            "data": [3200, 4800, 6100, 7300],
            "labels": ["2022", "2023", "2024", "2025"],
            "caption": "Counted on a working day in June",
        },
    ),
    "split_image": (
        "A picture beside words. Without a picture there is a drawn landscape in the colours of the video.",
        {
            "kicker": "Day two",
            "title": "Up before the fog",
            "text": "The trail starts behind the hut, and the valley is yours.",
        },
    ),
    "comparison": (
        "Two sides; the right one wins. One to three points each, and as many on both sides.",
        {
            "title": "Mondays, before and after",
            "left": "Without",
            "left_points": ["Notes in nine places", "Lost in tabs", "Always late"],
            "right": "With",
            "right_points": ["One clear list", "Found at once", "Home by five"],
        },
    ),
    "call_to_action": (
        "Ends a video with what to do now. The button is drawn, so its words may also be an address.",
        {"headline": "Your cup is waiting", "button": "Come in", "detail": "Open from seven, every day"},
    ),
    "logo_sting": (
        "The name, as a mark: an uploaded logo, or the first letter. For the first or the last seconds.",
        {"name": "Northwind", "tagline": "Made where the wind comes from"},
    ),
    "steps": (
        "How it goes: two to five steps in their order, along a line.",
        {
            "title": "How leaves make sugar",
            "steps": ["Catch the light", "Split the water", "Take in the air", "Store it as sugar"],
        },
    ),
    "big_words": (
        "One to five short words in the rhythm of the video. In one of its looks they stay and pile up.",
        {"words": ["Wake", "Brew", "Breathe"]},
    ),
}
KINDS: Final = ("bar", "line", "donut")  # a chart shows another one in each format


def scene_of(name: str, format: FormatName, look: int, palette: str) -> Storyboard:
    slots = EXAMPLES[name][1]
    if name == "chart":
        slots = slots | {"kind": KINDS[look % 3]}
    scene = expand(name, slots, scene_id="one", scene_name=name, duration=SECONDS, format=format, variant=look)
    return Storyboard(canvas=canvas_of(format), style=Style(palette=PALETTES[palette]), scenes=(scene,))


def palette_of(name: str, format: FormatName, look: int) -> str:
    """Neighbours differ, the sheet as it is shown has all palettes, and another look another one."""
    column = LAYOUTS.index(format)
    place = list(TEMPLATES).index(name) * len(LAYOUTS) + column
    return list(PALETTES)[(place * 5 + (look - column) * 4) % len(PALETTES)]


INTRODUCTION: Final = """# The templates

A scene is made by a template from a few words. Each has three looks, lays itself out for each of the three formats, and takes
its colours from the palette of the video. Words are set as large as their place lets them be, and never cut.

This page and its pictures are written by `make contact-sheet`. Each picture shows a scene of {seconds:g} seconds at {moments} s:
above in landscape, below in portrait and square, each in another look and another palette; all {palettes} are seen somewhere.
"""


def image_of(name: str) -> str:
    return f"template-{name.replace('_', '-')}.webp"


def page_of(templates: Mapping[str, Template]) -> str:
    """docs/templates.md."""
    moments = ", ".join(f"{moment:g}" for moment in MOMENTS)
    introduction = INTRODUCTION.format(seconds=SECONDS, moments=moments, palettes=len(PALETTES))
    contents = "\n".join(f"- [{name}](#{name}): {each.description.lower()}" for name, each in templates.items())
    sections = (_section(name, each) for name, each in templates.items())
    return "\n".join([introduction, contents, *sections, ""])


def _section(name: str, template: Template) -> str:
    purpose, slots = EXAMPLES[name]
    example = json.dumps({"template": name, "slots": slots}, indent=2, ensure_ascii=False)
    rows = "\n".join(_rows(template.slots.model_json_schema()))
    return f"""
## {name}

**{template.description}.** {purpose}

![{name} in landscape, portrait and square](images/{image_of(name)})

| slot | | holds |
|---|---|---|
{rows}

```json
{example}
```"""


def _rows(schema: dict[str, Any]) -> Iterator[str]:
    for slot, field in schema["properties"].items():
        needed = "required" if slot in schema.get("required", []) else "optional"
        about = ". ".join(filter(None, (field.get("description"), _bounds(field))))
        yield f"| `{slot}` | {needed} | {about} |"


def _bounds(field: dict[str, Any]) -> str:
    """ "2 to 5, each at most 48 characters"."""
    kind = next((each for each in field.get("anyOf", []) if each["type"] != "null"), field)
    if kind["type"] == "array":
        least, most = kind.get("minItems", 0), kind["maxItems"]
        each = _bounds(kind["items"])
        return f"{least} to {most}" + (f", each {each[0].lower()}{each[1:]}" if each else "")
    if "enum" in kind:
        return "One of " + ", ".join(f"`{each}`" for each in kind["enum"])
    return f"At most {kind['maxLength']} characters" if "maxLength" in kind else ""
