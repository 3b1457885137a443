"""The director makes a file of the video when a person asks for one, and says where it is, or why there is none."""

import re

from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.durations import spoken
from orchestrator.llm.demo.reply import Reply, ToolCall

TOOL = "export_video"

_THING = r"(?:it|that|this|all|(?:(?:the|this|my|our)\s+)?(?:whole\s+|finished\s+)?(?:video|film|clip|movie|file|mp4|intro|ad))"
_AS_FILE = r"(?:\s+(?:as|to|in|into)\s+(?:an?\s+)?(?:mp4|video|file)(?:\s+(?:video|file|format))?)"
_POLITE = (
    r"(?:ok(?:ay)?|great|perfect|now|then|and|please|so|just"
    r"|(?:can|could|would)\s+(?:you|i|we)|i(?:'d| would) like to|i want to|let(?:'s| us))"
)
# The message is about nothing else: a video about exports is another matter.
_ASKED = re.compile(
    rf"\W*(?:{_POLITE}\W+)*"
    rf"(?:(?:export|render|download|publish|save)(?:\s+{_THING})?{_AS_FILE}?"
    rf"|(?:make|create|give|send|get)(?:\s+me)?(?:\s+(?:an?|the|my))?\s+(?:mp4|download|video\s+file)(?:\s+(?:file|link|version))?"
    rf"(?:\s+(?:of|from|out\s+of)\s+{_THING})?"
    rf"|(?:make|turn)\s+{_THING}{_AS_FILE})"
    r"(?:\W+(?:please|now|then|for\s+me|thanks?|thank\s+you))*\W*",
    re.I,
)
NOT_HERE = "That I cannot do from here: the scenes are there to be watched, and what I change is the video itself."


def export(talk: Conversation) -> Reply | None:
    if not _ASKED.fullmatch(talk.message):
        return None
    if talk.video is None:
        return Reply("There is no video yet to export. Tell me **what it is about**, and I make it.")
    leads = ("I make a file of it. That takes a moment.", "Rendering it now, frame by frame.", "One MP4, coming up.")
    return Reply(NOT_HERE, (ToolCall(TOOL, {}),), talk.voice.pick(leads))


def closing(talk: Conversation) -> Reply | None:
    """None: no export has answered in this turn."""
    answers = [answer for answer in talk.tool_answers if answer.tool == TOOL]
    if not answers:
        return None
    if answers[-1].error:
        return Reply(f"There is no file this time: {answers[-1].error}")
    asset = answers[-1].result.get("asset")
    if not isinstance(asset, dict):
        return Reply("The file is there: **Download** is on its card.")
    size = f"{float(asset.get('size', 0)) / 1e6:.1f} MB"
    facts = f"{spoken(float(asset.get('seconds', 0)))}, {asset.get('width')}×{asset.get('height')}, {size}"
    note = f" {answers[-1].result['note']}" if "note" in answers[-1].result else ""
    return Reply(f"**{asset.get('name')}** is ready, {facts}. **Download** is on its card.{note}")
