"""The slots of each template, filled with words for a subject."""

import re
from collections.abc import Callable
from typing import Any

from orchestrator.llm.demo.studio.copybank import Copy
from projects.storyboard.values import tidy

Slots = dict[str, Any]
TAG, PHRASE, SENTENCE, WORD = 28, 48, 80, 18  # how many characters the places of a template hold
# What a scene says first, by its template: what "change the text of scene 2" is about.
MAIN = {
    "title": "headline",
    "subtitle": "name",
    "feature_list": "title",
    "quote": "quote",
    "statistic": "label",
    "chart": "title",
    "split_image": "title",
    "comparison": "title",
    "call_to_action": "headline",
    "logo_sting": "name",
    "steps": "title",
}
# The words below that, by its template.
DETAIL = {
    "title": "subtitle",
    "subtitle": "detail",
    "statistic": "detail",
    "split_image": "text",
    "call_to_action": "detail",
    "logo_sting": "tagline",
}


def short(text: str, most: int) -> str:
    """As many whole words of `text` as fit, and a part of a word where not one does."""
    words = str(tidy(re.sub(r"\s+", " ", text)))
    if len(words) <= most:
        return words
    return words[: most + 1].rpartition(" ")[0].rstrip(" ,;:–-") or words[:most]


def main_slots(template: str, text: str) -> Slots:
    """`text` in the place that is read first."""
    if template == "big_words":
        words = [short(word, WORD) for word in re.split(r"\s*[,/]\s*|\s+", text) if word.strip()]
        return {"words": words[:5]}
    most = {"title": SENTENCE, "call_to_action": SENTENCE, "split_image": SENTENCE, "quote": 120, "logo_sting": TAG}
    return {MAIN.get(template, "title"): short(text, most.get(template, PHRASE))}


def _list(written: str, most: int = PHRASE) -> list[str]:
    return [short(each, most) for each in written.split(" / ")]


def _title(name: str, copy: Copy) -> Slots:
    headline = name if "birthday" in name.casefold() else copy.greeting.format(name)
    return {"headline": short(headline, SENTENCE), "subtitle": copy.line}


def _features(name: str, copy: Copy) -> Slots:
    return {"title": copy.listed, "features": _list(copy.points)}


def _big_words(name: str, copy: Copy) -> Slots:
    return {"words": _list(copy.words, WORD)}


def _statistic(name: str, copy: Copy) -> Slots:
    count = len(_list(copy.points))
    return {
        "value": count,
        "label": "good reasons",
        "detail": short(f"{copy.points.split(' / ')[0]}, to begin with", 80),
    }


def _steps(name: str, copy: Copy) -> Slots:
    return {"title": "How it goes", "steps": _list(copy.steps)}


def _quote(name: str, copy: Copy) -> Slots:
    return {"quote": copy.quote}


def _split(name: str, copy: Copy) -> Slots:
    return {"kicker": "Up close", "title": copy.points.split(" / ")[-1], "text": copy.line}


def another(copy: Copy) -> Slots:
    """A second look, for a video that has used every template once."""
    return {"title": copy.points.split(" / ")[1], "text": copy.points.split(" / ")[0]}


def _comparison(name: str, copy: Copy) -> Slots:
    return {"left": "Before", "left_points": _list(copy.before), "right": "After", "right_points": _list(copy.after)}


def _subtitle(name: str, copy: Copy) -> Slots:
    return {"name": short(name, PHRASE), "detail": copy.line}


def _action(name: str, copy: Copy) -> Slots:
    return {"headline": copy.action, "button": copy.button, "detail": short(name, SENTENCE)}


def _logo(name: str, copy: Copy) -> Slots:
    return {"name": short(name, TAG), "tagline": copy.line}


FILLED: dict[str, Callable[[str, Copy], Slots]] = {
    "title": _title,
    "feature_list": _features,
    "big_words": _big_words,
    "statistic": _statistic,
    "steps": _steps,
    "quote": _quote,
    "split_image": _split,
    "comparison": _comparison,
    "subtitle": _subtitle,
    "call_to_action": _action,
    "logo_sting": _logo,
}
