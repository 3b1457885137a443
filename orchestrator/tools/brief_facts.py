"""The facts of a brief, as the plan lists them: those that stand nowhere in the video when its scenes are built."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from orchestrator.prompt.scene_words import words_of
from projects.models import ToolCall
from storyboard.schema import Storyboard

PLAN = "plan_video"
LONG_NUMBER = 7  # figures, from which on only figures count: a telephone number is grouped in many ways
_ADDRESS = re.compile(r"\b(?:https?://)?(?:www\.)?(?=[\w-]+\.\w)", re.I)
_THOUSANDS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f ](?=\d{3}(?!\d))")
_DECIMALS = re.compile(r"(?<=\d)[.,](?=\d{1,2}(?!\d))")


def note_left_out(message_id: UUID, document: Storyboard) -> dict[str, Any]:
    """For the result of the call that adds the last scene of the plan of this answer; {} before that, and if nothing is missing.

    Blocks.
    """
    plans = ToolCall.objects.filter(message_id=message_id, name=PLAN, status=ToolCall.Status.SUCCESS)
    plan = plans.order_by("-step", "-index").first()
    if plan is None or len(document.scenes) < len(plan.arguments.get("scenes", ())):
        return {}
    missing = left_out(plan.arguments.get("facts") or (), document)
    return {"left_out": missing} if missing else {}


def left_out(facts: Iterable[str], document: Storyboard) -> list[str]:
    """Those that stand in no scene, whatever their capitals, signs, breaks of lines and separators of thousands."""
    scenes = [" ".join(words_of(scene)) for scene in document.scenes]
    return [fact for fact in facts if not any(_stands(fact, words) for words in scenes)]


def _stands(fact: str, words: str) -> bool:
    figures = re.sub(r"\D", "", fact)
    if len(figures) >= LONG_NUMBER and not re.search(r"[^\W\d_]", fact):
        return figures in re.sub(r"\D", "", words)
    wanted = _plain(fact)
    before = r"(?<!\d)" if wanted[:1].isdigit() else ""
    after = r"(?!\d)" if wanted[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", _plain(words)) is not None


def _plain(text: str) -> str:
    """Letters and figures alone; two numbers beside each other stay two."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _DECIMALS.sub("d", _THOUSANDS.sub("", _ADDRESS.sub("", text)))
    plain = ""
    for token in re.findall(r"[^\W_]+", text):
        plain += f"·{token}" if plain[-1:].isdigit() and token[0].isdigit() else token
    return plain
