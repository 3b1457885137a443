"""Changes of the whole video: its length, its format, its colours."""

import re

from orchestrator.llm.demo import brief, durations
from orchestrator.llm.demo.reply import ToolCall
from orchestrator.llm.demo.studio import colours
from orchestrator.llm.demo.studio.parts import Clause
from orchestrator.llm.demo.studio.retold import LONGER, SHORTER
from orchestrator.llm.demo.studio.scenes import LONGEST_VIDEO


def whole(clause: Clause) -> list[ToolCall]:
    """Several at once are possible: "make it 30 seconds in ocean colours"."""
    return [*_length(clause), *_format(clause), *_style(clause)]


def _length(clause: Clause) -> list[ToolCall]:
    text, now = clause.text, clause.video.seconds
    lengths = durations.find(text)
    longer, shorter = LONGER.search(text), SHORTER.search(text)
    if lengths and (longer or shorter) and not re.search(r"\bto\b", text):
        seconds = now + (lengths[-1].seconds if longer else -lengths[-1].seconds)
    elif lengths:
        seconds = lengths[-1].seconds
    elif longer or shorter:
        seconds = now * (1.25 if longer else 0.75)
    else:
        return []
    notes = frozenset() if lengths else frozenset({"by_pace"})
    seconds = min(LONGEST_VIDEO, max(0.5, round(seconds, 1)))
    return [ToolCall("set_duration", {"seconds": seconds, "target": None}, notes)]


def _format(clause: Clause) -> list[ToolCall]:
    shape = brief.read(clause.text).shape
    return [ToolCall("set_format", {"format": shape})] if shape else []


def _style(clause: Clause) -> list[ToolCall]:
    palette = colours.asked_for(clause.text)
    return [ToolCall("set_style", {"palette": palette})] if palette else []
