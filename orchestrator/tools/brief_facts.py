"""The facts that a plan lists, and those of them that no scene of the finished video shows."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from orchestrator.prompt.scene_words import words_of
from projects.models import ToolCall
from storyboard.schema import Storyboard

PLAN = "plan_video"
LONG_NUMBER = 7  # digits; from here on only digits are compared: a telephone number is grouped in many ways
_ADDRESS = re.compile(r"\b(?:https?://)?(?:www\.)?(?=[\w-]+\.\w)", re.I)
_THOUSANDS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f ](?=\d{3}(?!\d))")
_DECIMALS = re.compile(r"(?<=\d)[.,](?=\d{1,2}(?!\d))")


def missing_facts_field(message_id: UUID, document: Storyboard) -> dict[str, Any]:
    """The field `left_out` for the call that adds the last scene of this answer's plan; {} before, and if nothing is missing.

    Blocking.
    """
    plans = ToolCall.objects.filter(message_id=message_id, name=PLAN, status=ToolCall.Status.SUCCESS)
    plan = plans.order_by("-step", "-index").first()
    if plan is None or len(document.scenes) < len(plan.arguments.get("scenes", ())):
        return {}
    missing = missing_facts(plan.arguments.get("facts") or (), document)
    return {"left_out": missing} if missing else {}


def missing_facts(facts: Iterable[str], document: Storyboard) -> list[str]:
    """The facts that no scene contains. Case, punctuation, line breaks and thousands separators are ignored."""
    scenes = [" ".join(words_of(scene)) for scene in document.scenes]
    return [fact for fact in facts if not any(_contains(fact, words) for words in scenes)]


def _contains(fact: str, words: str) -> bool:
    digits = re.sub(r"\D", "", fact)
    if len(digits) >= LONG_NUMBER and not re.search(r"[^\W\d_]", fact):
        return digits in re.sub(r"\D", "", words)
    wanted = _normalize(fact)
    before = r"(?<!\d)" if wanted[:1].isdigit() else ""
    after = r"(?!\d)" if wanted[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", _normalize(words)) is not None


def _normalize(text: str) -> str:
    """Letters and digits alone; adjacent numbers stay separate."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _DECIMALS.sub("d", _THOUSANDS.sub("", _ADDRESS.sub("", text)))
    plain = ""
    for token in re.findall(r"[^\W_]+", text):
        plain += f"·{token}" if plain[-1:].isdigit() and token[0].isdigit() else token
    return plain
